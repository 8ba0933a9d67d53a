"""Where the method sentence stands in sixty abstracts of the gold sets: read one by one, before any cue was tried.

The sample are abstracts of three and more sentences in the order of a hash of their ids, 48 English ones and 12 of
Chinese entries; entries that say of no work what it does were passed over. A number is the offset of a character
inside the sentence; two where two sentences say it alike (a study and the model that came of it).
"""

SAMPLE: tuple[tuple[str, tuple[int, ...]], ...] = (
    (
        "arxiv:2312.10070",
        (
            10,
            559,
        ),
    ),
    ("arxiv:2507.01951", (10,)),
    ("arxiv:2505.06548", (656,)),
    ("arxiv:2412.06257", (422,)),
    ("arxiv:2604.11554", (397,)),
    ("arxiv:2507.05201", (395,)),
    ("arxiv:2509.06024", (543,)),
    ("arxiv:2405.13943", (483,)),
    ("arxiv:2512.23646", (228,)),
    ("arxiv:2508.09726", (330,)),
    ("arxiv:2403.13327", (208,)),
    (
        "arxiv:2404.04908",
        (
            182,
            574,
        ),
    ),
    ("arxiv:2604.02605", (115,)),
    ("arxiv:2506.12417", (405,)),
    ("arxiv:2604.10014", (10,)),
    ("arxiv:2504.16112", (215,)),
    (
        "arxiv:2506.05328",
        (
            219,
            535,
        ),
    ),
    ("arxiv:2402.04796", (701,)),
    ("arxiv:2509.06239", (542,)),
    ("arxiv:2504.13818", (361,)),
    ("arxiv:2412.19518", (315,)),
    ("arxiv:2506.21096", (346,)),
    ("arxiv:2503.23383", (10,)),
    ("arxiv:2605.17907", (581,)),
    (
        "arxiv:2510.12720",
        (
            429,
            686,
        ),
    ),
    ("arxiv:2507.02782", (378,)),
    ("arxiv:2506.07527", (967,)),
    ("arxiv:2312.09228", (10,)),
    ("arxiv:2606.07643", (284,)),
    ("arxiv:2508.14896", (544,)),
    ("arxiv:2509.06493", (252,)),
    ("arxiv:2403.16095", (354,)),
    ("arxiv:2504.13367", (958,)),
    (
        "arxiv:2505.20561",
        (
            531,
            874,
        ),
    ),
    ("arxiv:2508.02149", (372,)),
    ("arxiv:2601.19532", (207,)),
    ("arxiv:2506.09344", (10,)),
    (
        "arxiv:2402.08682",
        (
            478,
            765,
        ),
    ),
    ("arxiv:2506.10943", (158,)),
    (
        "arxiv:2504.01954",
        (
            783,
            1228,
        ),
    ),
    ("arxiv:2504.15271", (10,)),
    (
        "arxiv:2402.06390",
        (
            1172,
            1276,
        ),
    ),
    ("arxiv:2605.22012", (624,)),
    ("arxiv:2511.09915", (10,)),
    ("arxiv:2509.00309", (820,)),
    ("arxiv:2508.12790", (452,)),
    (
        "arxiv:2311.13681",
        (
            786,
            1027,
        ),
    ),
    ("arxiv:2412.04887", (591,)),
    ("h:07bba6df74c7", (10,)),
    ("h:d4f7a43c3faf", (10,)),
    ("h:0e0a47cda21a", (10,)),
    ("h:41179cea4c84", (222,)),
    ("h:5d0f338f488b", (10,)),
    ("h:2d2c4a5fa046", (10,)),
    ("h:b97ee3413655", (10,)),
    ("h:99c818a1249a", (10,)),
    ("h:b0b7b82e685e", (51,)),
    ("h:dc836af51090", (10,)),
    (
        "h:e8f6ea6c3c4d",
        (
            10,
            123,
        ),
    ),
    ("h:202bc93d5f9c", (10,)),
)
