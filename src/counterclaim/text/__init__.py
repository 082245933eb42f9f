"""Text: cleaning with an offset map, blocks, sentences, the parser."""
