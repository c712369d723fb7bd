"""The demonstration consultation: its people, texts and talk as data, and the command's part that files them."""
