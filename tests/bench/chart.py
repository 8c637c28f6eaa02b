# SPDX-License-Identifier: BSL-1.0
"""A bar chart of speeds as SVG, for light and dark pages."""

# The panels: title, body, operation.
PANELS = [
    ("Decode a request of 20 tokens into a reused one", "M", "decode_into"),
    ("Decode it into views", "M", "decode_view"),
    ("Encode it into a reused string", "M", "encode_into"),
]

NAMES = {
    "tpns": "tpns-codec",
    "boost_dom": "Boost.JSON, DOM",
    "boost_value_to": "Boost.JSON, value_to",
    "boost_sax": "Boost.JSON, basic_parser",
    "boost": "Boost.JSON",
    "nlohmann_dom": "nlohmann::json, DOM",
    "nlohmann_sax": "nlohmann::json, SAX",
    "nlohmann": "nlohmann::json",
    "rapidjson": "RapidJSON",
    "rapidjson_utf8": "RapidJSON, checking UTF-8",
    "simdjson": "simdjson",
    "simdjson_utf8": "simdjson, checking UTF-8",
    "yyjson": "yyjson",
    "glaze": "glaze",
}

WIDTH = 720
LABELS = 210  # the column of names
BAR = 16
STEP = 22
HEAD = 34  # a panel's title

STYLE = """
    text { font: 13px system-ui, sans-serif; fill: #24292f; }
    .title { font-weight: 600; }
    .label { text-anchor: end; }
    .bar { fill: #8c959f; }
    .ours { fill: #0969da; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3; }
      .bar { fill: #6e7681; }
      .ours { fill: #58a6ff; }
    }
"""


def panel_bars(speeds, body, operation):
    """[(library, bytes per second)], the fastest first."""
    bars = [(lib, speed) for (op, of, lib), speed in speeds.items() if (op, of) == (operation, body)]
    return sorted(bars, key=lambda bar: -bar[1])


def speed_text(speed):
    return f"{speed / 1e9:.2f} GB/s" if speed >= 1e9 else f"{speed / 1e6:.0f} MB/s"


def svg(speeds):
    """The chart of {(operation, body, library): bytes per second}."""
    lines = []
    y = 4
    for title, body, operation in PANELS:
        bars = panel_bars(speeds, body, operation)
        if not bars:
            continue
        room = WIDTH - LABELS - 90  # for the number after the bar
        lines.append(f'<text class="title" x="{LABELS}" y="{y + 20}">{title}</text>')
        y += HEAD
        for library, speed in bars:
            name = NAMES[library]
            width = max(1, room * speed / bars[0][1])
            kind = "bar ours" if library == "tpns" else "bar"
            base = y + BAR - 4
            lines.append(f'<text class="label" x="{LABELS - 8}" y="{base}">{name}</text>')
            lines.append(
                f'<rect class="{kind}" x="{LABELS}" y="{y}" '
                f'width="{width:.1f}" height="{BAR}" rx="2"/>'
            )
            number = f'<text x="{LABELS + width + 6:.1f}" y="{base}">{speed_text(speed)}</text>'
            lines.append(number)
            y += STEP
        y += 8
    body = "\n  ".join(lines)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" '
        f'width="{WIDTH}" height="{y}" role="img">\n'
        f"  <title>Speed of tpns-codec and of other libraries; longer is faster</title>\n"
        f"  <style>{STYLE}  </style>\n  {body}\n</svg>\n"
    )
