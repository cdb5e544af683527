//! One mistake alone.

use super::Fitting;
use super::Search;
use super::orders::Orders;
use crate::diagnose::naming::Scale;
use crate::diagnose::recipe::Edit;
use crate::diagnose::recipe::Labels;
use crate::diagnose::variant::Variant;

impl<'s> Search<'s, '_> {
    /// Every mistake alone that fits up to constants.
    pub(super) fn fitting_alone(&self) -> &[Fitting<'s>] {
        self.alone.get_or_init(|| {
            let orders = Orders::new(self);
            let may_fit_in_order = |variant: &Variant| match variant.edits[..] {
                [Edit::Labels(Labels::RowsOrdered(number))] => orders.may_fit(number),
                _ => true,
            };
            let may_fit =
                |variant: &&'s Variant| may_fit_in_order(variant) && self.may_fit(self.targets, variant);
            let fitting = |variant: &'s Variant| self.fitting_scaled(&[variant], None);
            let mut found: Vec<Fitting> = self.variants().filter(may_fit).filter_map(fitting).collect();
            // A division by N inside is no mistake, wherever it changes more than the size.
            found.extend(self.fitting_inside(|scale| scale.named.is_none()));
            in_order(found)
        })
    }

    /// The same, and every mistake beside a constant inside that is a mistake itself.
    pub(super) fn fitting_alone_with_constants(&self) -> Vec<Fitting<'s>> {
        in_order([self.fitting_alone(), self.fitting_beside_constants()].concat())
    }

    /// Every mistake beside a constant inside that is a mistake itself, where that changes more than the size.
    pub(super) fn fitting_beside_constants(&self) -> &[Fitting<'s>] {
        self.alone_beside_constants.get_or_init(|| self.fitting_inside(|scale| scale.named.is_some()))
    }

    /// Every mistake with each of these constants inside, where that changes more than the size. One constant after the
    /// other, because mistakes with the same one share the layers above them.
    fn fitting_inside(&self, is_tried: fn(&Scale) -> bool) -> Vec<Fitting<'s>> {
        let nonlinear: Vec<&Variant> = self.variants().filter(|variant| variant.is_nonlinear()).collect();
        let fitting = |scale: &Scale| {
            let each = nonlinear.iter().filter_map(|variant| self.fitting_scaled(&[variant], Some(scale)));
            each.collect::<Vec<_>>()
        };
        self.naming.inner_scales().iter().filter(|scale| is_tried(scale)).flat_map(fitting).collect()
    }
}

/// In the order in which the mistakes take their forms.
fn in_order(mut fittings: Vec<Fitting>) -> Vec<Fitting> {
    fittings.sort_by_key(|fitting| fitting.variants.first().map(|variant| variant.place));
    fittings
}
