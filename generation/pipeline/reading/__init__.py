"""What stages A and B read with: sentences, words, languages, quotations and the form of text."""
