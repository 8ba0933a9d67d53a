"""What `digest check` looks for: rules over the texts of a site and over what a build makes of them."""
