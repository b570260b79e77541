"""Web archives as documents of the gate: what is read, what is passed over, what is damaged."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest
from helpers import Run

warcwriter = pytest.importorskip("warcio.warcwriter")
http = pytest.importorskip("warcio.statusandheaders")

# The writer of warcio leaves its own temporary files to the collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
PAGE = "<meta charset=utf-8><p>The ferry leaves at seven.<p>Tickets are sold on board."
ZH = "<meta charset=utf-8><p>各省、自治区、直辖市人民政府：请认真贯彻执行。"


class Crawl:
    """A web archive in the making."""

    def __init__(self) -> None:
        self.made = io.BytesIO()
        self._writer = warcwriter.WARCWriter(self.made, gzip=True)

    def add(
        self,
        url: str,
        body: bytes,
        kind: str = "text/html",
        status: str = "200 OK",
        **headers: str,
    ) -> str:
        sent = [("Content-Type", kind), *((k.replace("_", "-"), v) for k, v in headers.items())]
        record = self._writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(body),
            http_headers=http.StatusAndHeaders(status, sent, "HTTP/1.1"),
            warc_headers_dict={"WARC-Date": "2020-01-01T00:00:00Z"},
        )
        self._writer.write_record(record)
        return str(record.rec_headers.get_header("WARC-Payload-Digest"))

    def revisit(self, url: str, digest: str) -> None:
        self._writer.write_record(
            self._writer.create_revisit_record(url, digest, url, "2020-01-01T00:00:00Z")
        )


def crawl() -> Crawl:
    made = Crawl()
    digest = made.add("http://a.example/", PAGE.encode())
    made.add("http://a.example/gz", gzip.compress(PAGE.encode()), Content_Encoding="gzip")
    made.add("http://a.example/zh.php?x", ZH.encode("gbk"), "text/html; charset=gb2312")
    made.add("http://a.example/logo", b"\x89PNG\r\n", "image/png")
    made.add("http://a.example/gone", b"<p>Not found", status="404 Not Found")
    made.revisit("http://a.example/", digest)
    made.revisit("http://a.example/other", "sha1:AAAA")
    return made


def test_each_page_of_an_archive_is_a_document(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(crawl().made.getvalue())
    done = run("check", "a.warc.gz", "--output-format", "json")
    result = json.loads(done.out)
    assert done.code == 0
    read = {d["source"]["path"]: d for d in result["documents"]}
    home = "a.warc.gz#http://a.example/"
    assert list(read) == [home, f"{home}gz", f"{home}zh.php?x"]
    assert {d["source"]["media_type"] for d in read.values()} == {"text/html"}
    texts = [d["canonical"]["text"] for d in read.values()]
    assert texts[0] == texts[1] == "The ferry leaves at seven.\nTickets are sold on board."
    assert read[f"{home}zh.php?x"]["source"]["encoding"] == "gb18030"
    assert texts[2] == ZH.partition("<p>")[2]
    assert [(d["path"].rpartition("/")[2], d["reason"]) for d in result["skipped"]] == [
        ("", "seen-again"),
        ("gone", "no-success"),
        ("logo", "no-text"),
        ("other", "not-in-archive"),
    ]
    assert "Skipped 4 in folders and archives" in run("check", "a.warc.gz").out


def test_what_is_passed_over_can_be_an_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(crawl().made.getvalue())
    done = run("check", "a.warc.gz", "--strict-skipped")
    assert done.code == 2
    assert "skipped 3, first a.warc.gz#http://a.example/gone" in done.err
    again = Crawl()
    again.revisit("http://a.example/", again.add("http://a.example/", PAGE.encode()))
    (tmp_path / "b.warc.gz").write_bytes(again.made.getvalue())
    assert run("check", "b.warc.gz", "--strict-skipped").code == 0


def test_a_damaged_archive_is_told_and_the_others_are_done(run: Run, tmp_path: Path) -> None:
    one = Crawl()
    one.add("http://a.example/", PAGE.encode())
    whole = len(one.made.getvalue())
    one.add("http://a.example/long", PAGE.encode() + bytes(range(32, 127)) * 99)
    data = one.made.getvalue()
    files = {
        "cut": data[:-60],
        "garbage": data[:whole] + b"\x1f\x8bgarbage" * 9,
        "none": b"",
        "text": b"no archive at all\n" * 9,
    }
    for name, content in files.items():
        (tmp_path / f"{name}.warc.gz").write_bytes(content)
    (tmp_path / "plain.txt").write_text("The ferry leaves at seven.\n", encoding="utf-8")
    names = [f"{name}.warc.gz" for name in files]
    done = run("check", *names, "missing.warc", "plain.txt")
    assert done.code == 2
    assert "Checked 3 documents: no findings. 5 documents could not be audited." in done.out
    lines = [line for line in done.out.splitlines() if "AUD001" in line]
    assert [line.partition(":")[0] for line in lines] == [*names, "missing.warc"]
    assert not any("report this" in line for line in lines)
    assert "is cut off" in lines[0]


def test_a_page_that_unpacks_to_more_than_is_allowed(run: Run, tmp_path: Path) -> None:
    bomb = Crawl()
    bomb.add("http://a.example/", gzip.compress(b"a " * 5_000_000), Content_Encoding="gzip")
    bomb.add("http://a.example/small", PAGE.encode())
    (tmp_path / "a.warc.gz").write_bytes(bomb.made.getvalue())
    done = run("check", "a.warc.gz", "--max-size", "1000000")
    assert done.code == 2
    assert "AUD007: larger than 1,000,000 bytes" in done.out
    assert "Checked 1 document: no findings. 1 document could not" in done.out


def test_an_archive_under_another_name_is_no_text(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(gzip.decompress(crawl().made.getvalue()))
    assert "is a web archive; name it" in run("check", "a.txt").out
