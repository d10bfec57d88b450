"""What the platforms' back offices export, as rows of orders, customers, enquiries and figures."""
