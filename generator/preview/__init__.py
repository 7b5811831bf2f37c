"""The live preview: builds at each change, serves what was built, tells the browser."""
