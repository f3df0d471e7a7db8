"""What an author does with a site as a whole: begin it, rename and remove lessons, ask what is in the way."""
