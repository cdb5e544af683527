/* What is seen, as the part of the address after #, so that a teacher can link to exactly this view:

     #45&part=2&weight=w_221&beside=w_212&numbers=off&steps=main&theme=dark

   A weight may also be called as Python counts it, `weight=W2[1,0]`. Only what differs from how the page opens is written, and whatever is not understood is left out. */

function addressOf(view, opening) {
  const parts = [String(view.slide + 1)];
  const say = (name, value, usual) => {
    if (value !== usual) parts.push(`${name}=${encodeURIComponent(value)}`);
  };
  say("part", view.seen, view.first);
  say("weight", view.weight, opening.weight);
  if (view.beside) say("beside", view.beside, null);
  say("numbers", view.numbers, opening.numbers);
  say("steps", view.mainSteps ? "main" : "all", "all");
  say("theme", view.theme, "auto");
  return "#" + parts.join("&");
}

function viewOf(address) {
  const [slide, ...rest] = address.replace(/^#/, "").split("&");
  const view = {};
  if (/^\d{1,4}$/.test(slide)) view.slide = Number(slide) - 1;
  for (const pair of rest) {
    const [name, value = ""] = pair.split("=", 2);
    let text;
    try {
      text = decodeURIComponent(value);
    } catch {
      continue;
    }
    if (name === "part" && /^-?\d{1,3}$/.test(text)) view.seen = Number(text);
    if (name === "weight") view.weight = text;
    if (name === "beside") view.beside = text;
    if (name === "numbers" && /^(on|off|results)$/.test(text)) view.numbers = text;
    if (name === "steps" && /^(main|all)$/.test(text)) view.mainSteps = text === "main";
    if (name === "theme" && /^(auto|dark|light)$/.test(text)) view.theme = text;
  }
  return view;
}
