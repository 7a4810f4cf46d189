"""What all pages share with Streamlit: the server's door, navigation, who looks, filters, the frame of a page."""
