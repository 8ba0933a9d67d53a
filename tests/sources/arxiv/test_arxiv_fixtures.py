# ruff: noqa: E501 - a table reads better in its lines
"""Every paper in the recorded answers, as a person reads it there."""

from __future__ import annotations

import pytest

from digest.sources.arxiv.announcements import read_announcements
from digest.sources.arxiv.papers import article_of
from digest.sources.arxiv.records import read_api

from .documents import recorded

PAPERS = {
    "1605.08386": (1, "2016-05-26T17:59:46", "Heat-bath random walks with Markov bases", 2, "Caprice Stanley"),
    "1707.08567": (1, "2017-07-27T08:18:33", "Proceedings of Workshop AEW10: Concepts in Information Theory and Communications", 34, "Kees A. Schouhamer Immink"),
    "1601.00001": (1, "2015-12-26T21:19:45", "Inelastic effects in molecular transport junctions: The probe technique at high bias", 2, "Michael Kilgour"),
    "2202.12139": (1, "2022-02-24T15:05:19", "Testing Deep Learning Models: A First Comparative Study of Multiple Testing Techniques", 3, "Mohit Kumar Ahuja"),
    "2405.13786": (1, "2024-05-22T16:11:45", "Towards Explainable Test Case Prioritisation with Learning-to-Rank Models", 4, "Aurora Ramírez"),
    "2005.14124": (2, "2020-05-28T16:19:50", "Active Fuzzing for Testing and Securing Cyber-Physical Systems", 5, "Yuqi Chen"),
    "2204.08348": (3, "2022-04-18T14:46:24", "Automated Test Generation for REST APIs: No Time to Rest Yet", 4, "Myeongsoo Kim"),
    "2302.03287": (3, "2023-02-07T06:41:02", "ChatGPT and Software Testing Education: Promises & Perils", 5, "Sajed Jalil"),
    "1202.4527": (1, "2012-02-21T05:12:13", "Study Paper on Test Case generation for GUI Based Testing", 2, "A. Isabella"),
    "2503.05378": (2, "2025-03-07T12:39:59", "A Survey on Web Testing: On the Rise of AI and Applications in Industry", 4, "Iva Kertusha"),
    "1205.1866": (1, "2012-05-09T04:15:39", "Microcontroller Based Testing of Digital IP-Core", 2, "Amandeep Singh"),
    "2502.07719": (2, "2025-02-11T17:23:52", "OpenCat: Improving Interoperability of ADS Testing", 4, "Qurban Ali"),
    "1812.11470": (1, "2018-12-30T04:50:20", "A Systematic Literature Review of Automated Techniques for Functional GUI Testing of Mobile Applications", 2, "Yauhen Leanidavich Arnatovich"),
    "2403.16981": (2, "2024-03-25T17:42:32", "The Sample Complexity of Simple Binary Hypothesis Testing", 3, "Ankit Pensia"),
    "2004.03322": (1, "2020-04-07T12:59:08", "Variable pool testing for infection spread estimation", 1, "Itsik Bergel"),
    "1912.09881": (1, "2019-12-20T15:28:25", "Morphy: A Datamorphic Software Test Automation Tool", 4, "Hong Zhu"),
    "2406.19956": (3, "2024-06-28T14:41:13", "Three Scores and 15 Years (1948-2023) of Rao's Score Test: A Brief History", 2, "Anil K. Bera"),
    "1912.04900": (1, "2019-12-10T13:26:53", "Datamorphic Testing: A Methodology for Testing AI Applications", 5, "Hong Zhu"),
    "2301.05651": (1, "2023-01-13T16:45:56", "Mutation Testing of Deep Reinforcement Learning Based on Real Faults", 5, "Florian Tambon"),
    "1605.01097": (1, "2016-05-03T21:33:11", "Reliability Testing Strategy - Reliability in Software Engineering", 1, "Kevin Taylor-Sakyi"),
    "2301.13615": (1, "2023-01-31T13:17:15", "Property-Based Mutation Testing", 4, "Ezio Bartocci"),
    "2407.18756": (1, "2024-07-26T14:10:14", "Evaluating Human Trajectory Prediction with Metamorphic Testing", 4, "Helge Spieker"),
    "2202.06271": (1, "2022-02-13T09:42:13", "Model-based Testing of Scratch Programs", 3, "Katharina Götz"),
    "2008.01944": (1, "2020-08-05T05:32:21", "Optimal Pooling Matrix Design for Group Testing with Dilution (Row Degree) Constraints", 5, "Jirong Yi"),
    "2005.06826": (1, "2020-05-14T09:14:01", "Intermittently Failing Tests in the Embedded Systems Domain", 5, "Per Erik Strandberg"),
    "2306.03845": (1, "2023-06-06T16:32:00", "$ω$Test: WebView-Oriented Testing for Android Applications", 4, "Jiajun Hu"),
    "1908.03707": (1, "2019-08-10T07:50:33", "Mutation Testing for Ethereum Smart Contract", 6, "Haoran Wu"),
    "2109.07960": (2, "2021-09-16T13:11:53", "Efficient and Effective Generation of Test Cases for Pedestrian Detection – Search-based Software Testing of Baidu Apollo in SVL", 6, "Hamid Ebadi"),
    "2409.05654": (9, "2024-09-09T14:21:19", "Continuous Testing: Unifying Tests and E-values", 1, "Nick W. Koning"),
    "2104.11069": (1, "2021-04-21T06:03:27", "Online GANs for Automatic Performance Testing", 3, "Ivan Porres"),
    "2106.13414": (2, "2021-06-25T03:59:42", "The Price of Tolerance in Distribution Testing", 4, "Clément L. Canonne"),
    "2007.10224": (1, "2020-07-20T16:11:22", "Agent-Based Software Testing: A Definition and Systematic Mapping Study", 3, "Pavithra Perumal Kumaresen"),
    "2602.15552": (1, "2026-02-17T12:57:17", "Latent Regularization in Generative Test Input Generation", 3, "Giorgi Merabishvili"),
}  # fmt: skip
"""Version, first date (UTC), title, number of authors, the first of them."""
FIRST = "2202.12139 2405.13786 2005.14124 2204.08348 2302.03287"
SECOND = "1202.4527 2503.05378 1205.1866 2502.07719 1812.11470"
THIRD = "2403.16981 2004.03322 1912.09881 2406.19956 1912.04900"
ANSWERS = {
    "api_id_1605.08386.xml": "1605.08386",
    "api_id_1707.08567.xml": "1707.08567",
    "api_legacy_form_1601.00001.xml": "1601.00001",
    "api_q_testing_s0_m10.xml": f"{FIRST} {SECOND}",
    "api_q_testing_s5_m10.xml": f"{SECOND} {THIRD}",
    "api_q_testing_s10_m10.xml": f"{THIRD} 2301.05651 1605.01097 2301.13615 2407.18756 2202.06271",
    "api_q_testing_s20_m10.xml": "2008.01944 2005.06826 2306.03845 1908.03707 2109.07960 2409.05654 2104.11069 2106.13414 "
    "2007.10224 2602.15552",
}  # fmt: skip


@pytest.mark.parametrize("name", ANSWERS)
def test_papers_of_an_answer(name: str) -> None:
    papers = read_api(recorded(name), "").papers
    assert [paper.id for paper in papers] == ANSWERS[name].split()
    for paper in papers:
        item = article_of(paper).item
        assert item.date is not None
        said = (paper.version, item.date.isoformat(), item.title, len(item.authors), item.authors[0])
        version, date, *rest = PAPERS[paper.id]
        assert said == (version, f"{date}+00:00", *rest)


def test_papers_of_an_announcement() -> None:
    """It names no dates of papers, and the versions of that day."""
    read = read_announcements(recorded("rss_announce_derived_cs.SE.xml"), "")
    assert [one.paper.id for one in read.items] == f"{FIRST} {SECOND}".split()
    for one in read.items:
        item = article_of(one.paper).item
        assert (item.title, len(item.authors), item.authors[0]) == PAPERS[one.paper.id][2:]
    versions = [one.paper.version for one in read.items]
    assert versions == [1, 1, 1, 3, 3, 2, 1, 1, 1, 1]
