"""Forms that a funder or a campaign asks to be filled, as data: each question with the number that answers it."""
