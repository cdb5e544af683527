//! The program as a server, asked over TCP.

mod client;
mod hostile;
mod live;
mod own_numbers;
mod pages;

use client::Answer;
use client::Request;
use client::Server;
