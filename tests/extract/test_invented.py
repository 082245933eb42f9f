"""The paragraphs that the tagger is trained on are well formed."""

from __future__ import annotations

from training.tagger.data import invented


def test_every_invented_paragraph_has_whole_attributions() -> None:
    """Brackets match, none is left in a text, and each part is words of it."""
    reports = invented()
    assert len(reports) > 200
    for report in reports:
        assert not set("{}") & set(report.text), report.text
        for one in report.attributions:
            for start, end in (*one.source, *one.cue, *one.content):
                assert report.text[start:end].strip(), report.text
