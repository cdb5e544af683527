//! The program as a server, asked over TCP.

mod client;
mod hostile;
mod pages;

use client::Request;
use client::Server;
