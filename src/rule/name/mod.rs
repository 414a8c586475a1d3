//! Names and ids of things.

rules! { connection_name_length id_form id_in_use location_form vif_name_characters vif_name_length }
