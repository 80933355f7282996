"""Codebooks of four kinds in, two kinds out; every fault named with its line."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import Workbook

from qualcode.domain.codebook import Code, Codebook
from qualcode.domain.errors import BadInput
from qualcode.formats.codebooks import CodebookEntry, read_codebook, write_codebook


def read(text: str, name: str = "codebook.csv") -> list[CodebookEntry]:
    return read_codebook(text.encode(), name)


def paths(entries: list[CodebookEntry]) -> list[str]:
    return [" > ".join(entry.path) for entry in entries]


def refusal(text: str | bytes, name: str = "codebook.csv") -> str:
    with pytest.raises(BadInput) as caught:
        read_codebook(text if isinstance(text, bytes) else text.encode(), name)
    return str(caught.value)


def book() -> Codebook:
    ids = [f"00000000-0000-7000-8000-00000000000{at}" for at in range(5)]
    words = 'What is "missing",\nas said.\r\nTwice.'
    return Codebook.of(
        [
            Code(ids[0], "Resources", position=1, colour="#aabbcc", definition=words),
            Code(ids[1], "Time", ids[0], 1, include="=SUM(A1)", exclude="- not this", example="'quoted'", hotkey="1"),
            Code(
                ids[2], "Security", position=2, exclusive=True, label_fr="Sécurité active", definition_fr="Si on l’a ;"
            ),
            Code(ids[3], "Time", ids[2], 1, is_retired=True),
            Code(ids[4], "Waiting", ids[3], 1, definition="'=x"),
        ]
    )


def test_columns_are_known_whatever_their_order_case_and_blanks() -> None:
    text = '\ufeffName ; Colour;DEFINITION; Label FR;Exclusive;Hotkey\nTime;#ABC;"a;\nb";Temps;yes;3\n'
    assert read(text) == [
        CodebookEntry(2, "Time", colour="#aabbcc", definition="a;\nb", label_fr="Temps", exclusive=True, hotkey="3")
    ]


def test_parents_come_before_children_whatever_the_order_of_the_lines() -> None:
    text = "code,parent\nTime,Resources\nSpace,Resources\nResources,\nHours,Time\n"
    assert paths(read(text)) == ["Resources", "Resources > Time", "Resources > Time > Hours", "Resources > Space"]


def test_themes_are_made_where_no_line_defines_them() -> None:
    text = "code,theme\nTime,Resources\nTalk,Communication\nSpace,resources\nCommunication,\n"
    assert paths(read(text)) == [
        "Resources",
        "Resources > Time",
        "Resources > Space",
        "Communication",
        "Communication > Talk",
    ]


def test_a_parent_may_be_a_path() -> None:
    text = "code,parent\nA,\nB,\nTime,A\nTime,B\nHours,b >  time\n"
    assert paths(read(text)) == ["A", "A > Time", "B", "B > Time", "B > Time > Hours"]


def test_columns_that_a_codebook_has_no_place_for_are_kept_aside() -> None:
    assert read("code,source\nTime,Smith 1999\n")[0].extra == {"source": "Smith 1999"}


def test_the_origin_of_a_code_is_a_priori_or_emergent_in_several_spellings() -> None:
    found = read("code,origin\nA,A priori\nB,inductive\nC,émergent\nD,\n")
    assert [each.origin for each in found] == ["a priori", "emergent", "emergent", ""]
    assert read("code\nA\n")[0].origin is None
    with pytest.raises(BadInput, match='line 2: "Smith" under origin is neither "a priori" nor "emergent"'):
        read("code,origin\nA,Smith\n")


@pytest.mark.parametrize("name", ["c.csv", "c.qdc"])
def test_the_origin_is_written_and_read_again(name: str) -> None:
    written = Codebook.of([Code("1", "A", origin="emergent", definition="Origin: Smith 1999"), Code("2", "B")])
    found = read_codebook(write_codebook(written, name), name)
    assert [(each.origin or "", each.definition) for each in found] == [("emergent", "Origin: Smith 1999"), ("", "")]


def test_every_fault_is_named_with_its_line() -> None:
    text = (
        'code,parent,colour,hotkey,definition\nTime,,red,1,"two\nlines"\ntime ,,,1,\nX,Y,,,\nY,X,,,\nLost,Nowhere,,,\n'
        "A > B,,,,\n,,,x,no name\n"
    )
    assert refusal(text).splitlines() == [
        "codebook.csv was not taken in:",
        'line 2: "red" is no colour; write it as #1f77b4',
        'line 4: "time" is a code in that place already (see 2)',
        'line 4: the hotkey 1 is that of "Time" already',
        'line 5: "X" stands under itself (X > Y > X)',
        'line 7: the parent "Nowhere" is not in the file; add a line for it, or name the column "theme"',
        'line 8: "A > B" holds a ">", which separates the parts of a path',
        "line 9: the code has no name",
        'line 9: the hotkey "x" is no digit. Correct this and import the file again; nothing of it was stored.',
    ]


def test_twenty_faults_are_shown_and_the_others_counted() -> None:
    message = refusal("code,colour\n" + "".join(f"c{at},red\n" for at in range(30)))
    assert message.count("no colour") == 20
    assert "and 10 more." in message


@pytest.mark.parametrize("other", ["TIME", " Time", "Tim\u0435", "\uff34ime"])
def test_names_that_look_the_same_under_one_parent_are_refused(other: str) -> None:
    assert "line 3" in refusal(f"code\nTime\n{other}\n")


def test_one_name_in_two_forms_of_accents_is_refused() -> None:
    assert "already" in refusal("code\ncaf\u00e9\ncafe\u0301\n")


def test_an_ambiguous_parent_asks_for_a_path() -> None:
    assert "write its path" in refusal("code,parent\nA,\nB,\nTime,A\nTime,B\nHours,Time\n")


def test_ragged_rows_an_open_quote_and_a_missing_column_are_refused() -> None:
    assert "line 3: there are 3 cells" in refusal("code,parent\nA,\nB,C,D\n")
    assert "line 2: a quotation mark is not closed" in refusal('code,parent\n"A,\nB,\n')
    assert 'no column is called "code"' in refusal("label\nA\n")


def test_windows_text_is_refused_with_the_remedy_of_a_spreadsheet() -> None:
    assert "read as cp1252" in refusal("code\ncafé\n".encode("cp1252"))
    assert "CSV in UTF-8" in refusal("code\ncafé\n".encode("cp1252"))


def test_sixty_four_levels_are_enough() -> None:
    lines = ["code,parent", "c0,", *(f"c{at},c{at - 1}" for at in range(1, 64))]
    assert len(read("\n".join(lines))) == 64
    assert "levels deep" in refusal("\n".join([*lines, "c64,c63"]))


def test_yaml_nests_and_every_scalar_is_text() -> None:
    text = "- code: no\n  definition: 2024-01-01\n  codes:\n  - 1.10\n  - code: 12:30:45\n    example: [a, b]\n- ~\n"
    entries = read(text, "c.yaml")
    assert paths(entries) == ["no", "no > 1.10", "no > 12:30:45", "~"]
    assert (entries[0].definition, entries[2].example, entries[2].line) == ("2024-01-01", "a\nb", 5)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- code: !!python/object/apply:os.system [x]\n", "tags"),
        ("- code: !!str x\n", "tags"),
        ("- code: a\n  code: b\n", 'line 2: the key "code" stands here twice'),
        ("a: &a [x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\n" + "".join(
            f"{new}: &{new} [{', '.join([f'*{old}'] * 8)}]\n" for old, new in zip("bcde", "cdef", strict=True)
        ) + "codes: [*f]\n", "aliases"),
        ("- &x {code: a, codes: [*x]}\n", "aliases"),
        ("[" * 3000, "levels"),
        ("- code: [\n", "line 2"),
        ("- code: a\n  codes: x\n", "no list"),
        ("- {code: a, codes: [{code: b, parent: c}]}\n", "names a parent"),
        ("just words\n", "no list of codes"),
    ],
    ids=range(10),
)  # fmt: skip
def test_dangerous_or_broken_yaml_is_refused(text: str, words: str) -> None:
    assert words in refusal(text, "c.yaml")


QDC = '<?xml version="1.0"?><{0}CodeBook xmlns{1}="urn:QDA-XML:codebook:1.0"><{0}Codes>{2}</{0}Codes></{0}CodeBook>'


@pytest.mark.parametrize(("prefix", "declared"), [("", ""), ("q:", ":q")])
def test_qdc_is_read_whatever_its_prefix_and_form_of_ids(prefix: str, declared: str) -> None:
    codes = (
        f'<{prefix}Code guid="{{AAAAAAAA-0000-4000-8000-00000000000A}}" name="A" color="#ABC" isCodable="false">'
        f"<{prefix}Description>What it is.\nInclude: this\nand that\nExample: one</{prefix}Description>"
        f'<{prefix}Code guid="not a guid" name="B" isCodable="true"/></{prefix}Code>'
    )
    first, second = read(QDC.format(prefix, declared, codes), "c.qdc")
    assert (first.definition, first.include, first.example) == ("What it is.", "this\nand that", "one")
    assert (first.guid, first.colour, second.guid) == ("aaaaaaaa-0000-4000-8000-00000000000a", "#aabbcc", "")
    assert second.path == ("A", "B")


_SAME_ID = '<Code guid="aaaaaaaa-0000-4000-8000-000000000001" name="a"/>'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><CodeBook name="&b;"/>', "document type"),
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><CodeBook/>', "document type"),
        ("<CodeBook><Codes>" + '<Code name="a">' * 5000 + "</Code>" * 5000 + "</Codes></CodeBook>", "levels deep"),
        (f"<CodeBook><Codes>{2 * _SAME_ID}</Codes></CodeBook>", "id of code 1"),
        ("<Project/>", "not a codebook"),
        ("<CodeBook><Codes/></CodeBook>", "no codes"),
        ("<CodeBook>", "no XML"),
    ],
    ids=range(7),
)  # fmt: skip
def test_dangerous_or_broken_qdc_is_refused(text: str, words: str) -> None:
    assert words in refusal(text, "c.qdc")


def test_a_workbook_is_read_as_it_looks() -> None:
    stream = BytesIO()
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (["Code", "Hotkey", "Exclusive", None], ["007", 3, True, None], ["=1+1", None, None, None], [None] * 4):
        sheet.append(row)
    sheet["A3"].data_type = "s"
    workbook.save(stream)
    entries = read_codebook(stream.getvalue(), "c.xlsx")
    assert [(each.line, each.name, each.hotkey, each.exclusive) for each in entries] == [
        (2, "007", "3", True), (3, "=1+1", "", False),
    ]  # fmt: skip


def test_what_is_no_workbook_is_refused() -> None:
    assert "no .xlsx workbook" in refusal(b"PK\x03\x04 nonsense", "c.xlsx")
    assert "Choose .csv" in refusal("x", "c.docx")


def test_csv_gives_back_what_was_written() -> None:
    written = write_codebook(book(), "c.csv")
    entries = read_codebook(written, "c.csv")
    codes = [each for _, each in book().walk()]
    for entry, each in zip(entries, codes, strict=True):
        for name in (
            "name",
            "definition",
            "include",
            "exclude",
            "example",
            "colour",
            "hotkey",
            "exclusive",
            "label_fr",
            "definition_fr",
            "is_retired",
        ):
            assert getattr(entry, name) == getattr(each, name)
    assert paths(entries) == [book().path(each) for each in codes]
    assert b"'=SUM(A1)" in written


def test_qdc_gives_back_names_words_colours_ids_and_tree() -> None:
    entries = read_codebook(write_codebook(book(), "c.qdc"), "c.qdc")
    codes = [each for _, each in book().walk()]
    for entry, each in zip(entries, codes, strict=True):
        for name in ("name", "include", "exclude", "example", "colour", "label_fr", "definition_fr"):
            assert getattr(entry, name) == getattr(each, name)
        assert entry.guid == each.id
        assert entry.definition == each.definition.replace("\r\n", "\n")
    assert paths(entries) == [book().path(each) for each in codes]


def test_a_qdc_looks_like_the_standard() -> None:
    written = write_codebook(
        Codebook.of([Code("a1", 'A & "b"', definition="<x>"), Code("b1", "B", "a1", exclusive=True)]), "c.qdc"
    )
    assert written.decode() == (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="qualcode">\n'
        "<Codes>\n"
        '<Code guid="a1" name="A &amp; &quot;b&quot;" isCodable="true">\n'
        "<Description>&lt;x&gt;</Description>\n"
        ' <Code guid="b1" name="B" isCodable="false">\n'
        " </Code>\n"
        "</Code>\n"
        "</Codes>\n"
        "</CodeBook>\n"
    )


def test_an_empty_codebook_and_an_unknown_suffix_are_not_written() -> None:
    with pytest.raises(BadInput, match="no codes yet"):
        write_codebook(Codebook.of([]), "c.qdc")
    with pytest.raises(BadInput, match=r"Choose \.csv or \.qdc"):
        write_codebook(book(), "c.docx")
