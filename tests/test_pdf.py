"""PDF pages: their text can be read back, and they are what their standard promises."""

from __future__ import annotations

import os
import pickle
import re
import resource
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

import solver
from solver import registry
from solver.cli.output import typesetter_for
from solver.errors import InputError
from solver.record.engine import solve_problem
from solver.rendering.exporters.base import Wanted
from solver.rendering.formats import FORMATS
from solver.rendering.pdf import ENGINES, LATEX_ENGINES, STANDARDS, Typesetter
from solver.rendering.pdf.embedded import UnshownError
from solver.rendering.templates import TEMPLATES, render
from solver.sampling.random_stream import RandomStream
from solver.storage.files import write_whole
from tests.engines import needs_engine
from tests.pages import TALL_PAGES, WIDE_PAGES, starts_on
from tests.sweeps import one_by_default, some_by_default

ADAM = ("adam", "--grads", "0.3,0.2,0.1")
UNCONFORMING = '#set document(title: "t")\n#set text(font: "New Computer Modern")\n$ x + y $'


@pytest.fixture(scope="module")
def source():
    return render(solver.solve("adam", grads="0.3,0.2,0.1"), "typst")


def elements(reader):
    """The elements of the structure tree of a tagged page."""
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        if not hasattr(element, "get"):
            continue
        yield element
        children = element.get("/K", [])
        waiting += children if isinstance(children, list) else [children]


def metadata(pdf):
    return PdfReader(BytesIO(pdf)).trailer["/Root"]["/Metadata"].get_object().get_data().decode()


@one_by_default("difficulty", ["easy", "hard"], "hard")
@some_by_default("entry", list(registry.entries().values()), 4, 1, ids=lambda entry: entry.command)
def test_the_page_can_be_read_back(entry, difficulty):
    solution = solve_problem(entry.load().sample(RandomStream(f"pdf/{entry.command}"), difficulty))
    reader = PdfReader(BytesIO(Typesetter().pdf(render(solution, "typst"))))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert entry.summary.split(":")[0] in text
    assert "Given" in text
    assert "The independent NumPy model agrees" in text
    for answer in solution.answers:
        assert answer.phrase in text


def right_end(pdf):
    """How far to the right the last character of a page begins, in widths of the page."""
    page_width, starts = float(PdfReader(BytesIO(pdf)).pages[0].mediabox.width), []

    def note(text, outer, inner, *_):
        x, y = inner[4], inner[5]
        starts.extend([outer[0] * x + outer[2] * y + outer[4]] if text.strip() else ())

    for page in PdfReader(BytesIO(pdf)).pages:
        page.extract_text(visitor_text=note)
    return max(starts) / page_width


@pytest.mark.parametrize("engine", ["typst", "pdflatex"])
@pytest.mark.parametrize(
    ("command", "givens"),
    [
        ("softmax", {"logits": "-9.1,8.2,-7.3,6.4,-5.5,4.6,-3.7,2.8"}),
        (
            "inverse",
            {"matrix": "1.013,2.027,7.371,5.5;3.031,4.411,5.051,1.7;9.19,0.063,2.21,3.3;2.117,8.8,6.1,4.9"},
        ),
    ],
)
def test_what_is_wider_than_the_page_is_not_cut_off(command, givens, engine):
    needs_engine(engine)
    typesetter = Typesetter(engine)
    assert right_end(typesetter.pdf(render(solver.solve(command, **givens), typesetter.form))) < 0.9


def test_a_screen_reader_can_read_it(source):
    pdf = Typesetter().pdf(source)
    root = PdfReader(BytesIO(pdf)).trailer["/Root"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata(pdf)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    formulas = [element for element in elements(PdfReader(BytesIO(pdf))) if element.get("/S") == "/Formula"]
    assert len(formulas) > 20
    assert all(formula["/Alt"] for formula in formulas)
    told = "m 2 equals beta 1 times m 1 plus (1 minus beta 1) times g 2 equals "
    assert any(formula["/Alt"].startswith(told) for formula in formulas)


@pytest.mark.parametrize("standard", STANDARDS)
def test_the_page_says_which_standard_it_meets(standard, source):
    pdf = Typesetter(standard=standard).pdf(source)
    said = metadata(pdf)
    assert ("<pdfuaid:part>1<" in said) == ("ua-1" in STANDARDS[standard])
    archival = [name for name in STANDARDS[standard] if name.startswith("a-")]
    for name in archival:
        assert f"<pdfaid:part>{name[2]}<" in said
        assert name[3:].upper() in ("", *said.partition("<pdfaid:conformance>")[2][:1])
    assert ("<xmp:CreateDate>2000-01-01" in said) == bool(archival)


@pytest.mark.parametrize("standard", STANDARDS)
def test_the_same_source_gives_the_same_bytes(standard, source):
    first, second = (Typesetter(standard=standard).pdf(source) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("engine", LATEX_ENGINES)
@pytest.mark.parametrize("name", ["plain", "Łódź"])
def test_latex_gives_the_same_bytes(engine, name):
    needs_engine(engine)
    page = render(solver.solve("conditional", joint="0.2", condition="0.5", a=name), "latex")
    first, second = (Typesetter(engine).pdf(page) for _ in range(2))
    assert first == second
    assert "/CreationDate" not in PdfReader(BytesIO(first)).metadata


def test_the_time_zone_and_the_folder_leave_no_trace(source, tmp_path, monkeypatch):
    before = Typesetter(standard="a-2b").pdf(source)
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    monkeypatch.chdir(tmp_path)
    assert Typesetter(standard="a-2b").pdf(source) == before


def test_a_template_that_is_not_accessible_is_told_what_to_do(tmp_path, in_process):
    templates = tmp_path / "typst"
    templates.mkdir()
    (templates / "solution.j2").write_text(UNCONFORMING)
    page = tmp_path / "page.pdf"
    refused = in_process(*ADAM, "--templates", tmp_path, "-o", page)
    assert refused.returncode == 2
    told = "the page is not PDF/UA-1: missing alt text; mend the template, or take --pdf-standard 1.7"
    assert refused.stderr == f"dlsolve adam: {told}\n"
    assert in_process(*ADAM, "--templates", tmp_path, "-o", page, "--pdf-standard", "1.7").returncode == 0
    assert page.read_bytes().startswith(b"%PDF-1.7")


def test_a_template_that_is_no_typst_is_told_why():
    with pytest.raises(InputError, match="the Typst source cannot be set: unknown variable: nonsense"):
        Typesetter().pdf("#nonsense")


@pytest.mark.parametrize("engine", LATEX_ENGINES)
def test_a_template_that_is_no_latex_is_told_why(engine):
    needs_engine(engine)
    with pytest.raises(InputError, match="the LaTeX source cannot be set: Undefined control sequence"):
        Typesetter(engine).pdf(r"\documentclass{article}\begin{document}\nonsense\end{document}")


@pytest.mark.parametrize("engine", LATEX_ENGINES)
@pytest.mark.parametrize("command", [r"\input{/etc/passwd}", r"\input{../x}", r"\immediate\write18{cat x}"])
def test_latex_reads_and_runs_nothing_else(engine, command):
    needs_engine(engine)
    page = rf"\documentclass{{article}}\begin{{document}}a {command}\end{{document}}"
    refusal, text = "", "root"
    try:
        text = PdfReader(BytesIO(Typesetter(engine).pdf(page))).pages[0].extract_text()
    except InputError as error:
        refusal = str(error)
    assert "cannot be set" in refusal or "root" not in text


def test_page_totals_are_right_with_latex(tmp_path):
    needs_engine("pdflatex")
    pages = r"1 of \pageref{end}\newpage 2\label{end}"
    lines = [r"\documentclass{article}\begin{document}", pages, r"\end{document}"]
    pages = PdfReader(BytesIO(Typesetter("pdflatex").pdf("\n".join(lines)))).pages
    assert "1 of 2" in pages[0].extract_text()


@pytest.mark.parametrize("engine", LATEX_ENGINES)
def test_an_engine_that_is_not_installed(engine, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(InputError, match=f"--engine {engine} is not installed on this machine; leave it out"):
        Typesetter(engine).pdf("")


def with_program(folder, name, script):
    """An environment in which a program is this shell script."""
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}


@pytest.mark.parametrize(
    ("engine", "log", "said"),
    [
        ("pdflatex", "! LaTeX Error: File `lmodern.sty' not found.", "lmodern.sty is missing"),
        ("lualatex", "[\\directlua]:1: module 'luaotfload-main' not found:", "luaotfload is missing"),
        ("lualatex", "I can't find the format file `lualatex.fmt'!", "lualatex.fmt is missing"),
        (
            "lualatex",
            "! Font \\TU/lmr/m/n/10.95=[lmroman10-regular]:+tlig; at 10.95pt not loadable: metric data",
            "the font lmroman10-regular is missing",
        ),
        (
            "pdflatex",
            "!pdfTeX error: pdflatex (file ecrm1000): Font ecrm1000 at 600 not found",
            "the font ecrm1000 is missing",
        ),
        ("lualatex", "Missing character: There is no A in font nullfont!", "it has no fonts"),
        ("lualatex", "! Emergency stop.", "Emergency stop"),
    ],
)
def test_an_engine_that_is_not_whole_is_told_what_it_lacks(engine, log, said, dlsolve, tmp_path):
    """A program that leaves the log of a TeX of which a part is not installed."""
    path = with_program(tmp_path, engine, f"cat <<'END' >page.log\n{log}\nEND\nexit 1")
    refused = dlsolve(*ADAM, "-o", tmp_path / "a.pdf", "--engine", engine, env=path)
    assert refused.returncode == 2
    assert f"dlsolve adam: --engine {engine} cannot set a page: {said}; install texlive-" in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert not (tmp_path / "a.pdf").exists()


def test_an_engine_is_tried_once(tmp_path):
    path = with_program(tmp_path, "lualatex", f"echo run >>{tmp_path}/runs; exit 1")
    code = "from solver.rendering.pdf.latex import refusal; print({refusal('lualatex') for _ in range(3)})"
    subprocess.run([sys.executable, "-c", code], env=path, check=True)
    assert (tmp_path / "runs").read_text() == "run\n"


def test_an_engine_is_tried_with_the_packages_of_every_page(tmp_path):
    path = with_program(tmp_path, "pdflatex", f"cp page.tex {tmp_path}/trial.tex; exit 1")
    code = "from solver.rendering.pdf.latex import refusal; refusal('pdflatex')"
    subprocess.run([sys.executable, "-c", code], env=path, check=True)
    package = re.compile(r"\\usepackage(?:\[.*?\])?{(\w+)}")
    pages = "".join(page.read_text() for page in (TEMPLATES / "latex").glob("*.j2"))
    assert set(package.findall((tmp_path / "trial.tex").read_text())) == set(package.findall(pages))


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_makes_a_page(engine, in_process, tmp_path):
    needs_engine(engine)
    page = tmp_path / "adam.pdf"
    assert in_process(*ADAM, "-o", page, "--engine", engine).returncode == 0
    assert "Adam" in PdfReader(page).pages[0].extract_text()


def test_the_fonts_of_a_folder_are_used(tmp_path):
    fonts = Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")
    if not fonts.is_file():
        pytest.skip("needs the font WenQuanYi Micro Hei")
    shutil.copy(fonts, tmp_path)
    page = FORMATS["typst"].exporter.page("fonts", Wanted()) + '#set document(title: "t")\n王'
    pdf = Typesetter(font_paths=(tmp_path,)).pdf(page)
    (font, *_) = PdfReader(BytesIO(pdf)).pages[0]["/Resources"]["/Font"].values()
    assert "WenQuanYi" in font.get_object()["/BaseFont"]


def test_typesetters_and_refusals_go_to_other_processes():
    typesetter = Typesetter("lualatex", font_paths=(Path("fonts"),))
    assert pickle.loads(pickle.dumps(typesetter)) == typesetter
    refusal = pickle.loads(pickle.dumps(UnshownError('the text "x"', "is in no font here")))
    assert isinstance(refusal, UnshownError)
    assert str(refusal) == 'the text "x" is in no font here'


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("-f", "markdown", "--engine", "lualatex"), "--engine goes with PDF pages, got 'markdown'"),
        (("-f", "json", "--pdf-standard", "a-2b"), "--pdf-standard goes with PDF pages, got 'json'"),
        (("--font-path", "."), "--font-path goes with PDF pages, got '"),
        (("-f", "pdf", "--engine", "xelatex"), "Invalid value for '--engine'"),
        (("-f", "pdf", "--pdf-standard", "a-9"), "Invalid value for '--pdf-standard'"),
        (("-f", "pdf", "--engine", "pdflatex", "--pdf-standard", "a-2b"), "--pdf-standard does not go with"),
        (("-f", "pdf", "--engine", "pdflatex", "--font-path", "."), "--font-path does not go with"),
        (("-f", "pdf", "--font-path", "no/such"), "--font-path must be a folder, got 'no/such'"),
    ],
)
def test_options_that_do_not_go_together(options, said, in_process):
    finished = in_process(*ADAM, *options)
    assert finished.returncode == 2
    assert finished.stderr.startswith(f"dlsolve adam: {said}")
    assert finished.stderr.count("\n") == 1


def test_the_options_make_a_typesetter(tmp_path):
    assert typesetter_for([FORMATS["pdf"], FORMATS["typst"]], None, None, ()) == Typesetter()
    assert typesetter_for([FORMATS["text"]], None, None, ()) == Typesetter()
    chosen = typesetter_for([FORMATS["pdf"]], "typst", "a-2b", (tmp_path,))
    assert chosen == Typesetter("typst", "a-2b", (tmp_path,))
    assert chosen.form == "typst"
    assert Typesetter("pdflatex").form == "latex"


def test_help_needs_no_typst():
    known = (
        "import sys, solver.cli.app; solver.cli.app.run(['adam', '--help']); print('typst' in sys.modules)"
    )
    finished = subprocess.run([sys.executable, "-c", known], capture_output=True, text=True, check=True)
    assert finished.stdout.endswith("False\n")


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("no/such/page.pdf", "No such file or directory"),
        ("file/page.pdf", "Not a directory"),
        ("x" * 252 + ".pdf", "File name too long"),
        ("folder.pdf", "Is a directory"),
    ],
)
def test_a_place_that_takes_no_file(place, why, tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "folder.pdf").mkdir()
    with pytest.raises(InputError, match=f"^--key cannot be written: {why}"):
        write_whole(tmp_path / place, b"x", "--key")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder.pdf"]


def test_a_full_disk_leaves_what_was_there(dlsolve, tmp_path):
    page = tmp_path / "page.pdf"
    page.write_bytes(b"old")
    # What Python keeps of its modules would be cut off as well where no run was before.
    dlsolve(*ADAM, "-o", tmp_path / "first.pdf").check_returncode()
    (tmp_path / "first.pdf").unlink()
    full = dlsolve(
        *ADAM, "-o", page, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
    )
    assert full.returncode == 2
    assert full.stderr.startswith("dlsolve adam: -o cannot be written: File too large")
    assert page.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [page]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("form", ["text", "terminal", "pdf", "json"])
def test_a_full_disk_behind_the_standard_output(form):
    command = [Path(sys.executable).with_name("dlsolve"), *ADAM, "-f", form]
    with open("/dev/full", "wb") as full:
        finished = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert finished.returncode == 2
    assert finished.stderr == "dlsolve: the standard output cannot be used: No space left on device\n"


def test_a_link_and_a_device_stay_what_they_are(tmp_path):
    link = tmp_path / "link.txt"
    link.symlink_to("real.txt")
    write_whole(link, b"text")
    assert link.is_symlink()
    assert (tmp_path / "real.txt").read_bytes() == b"text"
    write_whole(Path("/dev/null"), b"text")
    assert not Path("/dev/null").is_file()


@pytest.mark.parametrize(
    ("command", "givens"), (WIDE_PAGES | TALL_PAGES).values(), ids=WIDE_PAGES | TALL_PAGES
)
def test_what_is_larger_than_the_page_is_set_in_smaller_letters(command, givens):
    solution = solve_problem(registry.find(command).load().of(**givens))
    margin = 2.2 / 2.54 * 72 - 1
    for page in PdfReader(BytesIO(Typesetter().pdf(render(solution, "typst")))).pages:
        found = starts_on(page)
        assert min(x for x, _ in found) > margin
        assert max(x for x, _ in found) < float(page.mediabox.width) - margin
        # The lowest is the number of the page.
        assert min(y for _, y in found[:-1]) > min(y for _, y in found)
