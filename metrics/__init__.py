"""The domain: what is measured and how. Pure: frames in, frames out. It reads no file and knows no screen."""
