"""Measures the site with the tools that need Java or Node."""
