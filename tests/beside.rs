//! A change beside what nobody manages, or in its way, through the command line: everything is kept, or it is refused by name.

mod enums;
mod everything;
mod law;
mod mariadb;
mod postgres;
mod privileges;
mod stage;

use stage::Stage;
