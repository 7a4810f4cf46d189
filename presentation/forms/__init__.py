"""Forms of funders and campaigns, filled from published answers: on screen, as a file, in Word and as a PDF."""
