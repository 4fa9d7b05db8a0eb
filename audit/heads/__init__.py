"""The Merkle log over what is stored, its signed heads, and what they prove."""
