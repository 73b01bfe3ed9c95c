// Sizes by GB/T 9704-2012: margins 37 and 28 mm, a body of 156 by 225 mm, text of 16 pt, titles of 22 pt, and page
// numbers between dashes at the foot.
#include "documents/paper_style.h"

namespace qiuhao::documents {

std::string_view paper_style() {
  return R"(@page {
  size: A4;
  margin: 37mm 26mm 35mm 28mm;
  @bottom-center { content: "— " counter(page) " —"; font: 14pt "Noto Serif CJK SC", serif; }
}
html { font: 16pt/29pt "FangSong", "STFangsong", "Noto Serif CJK SC", "Noto Serif CJK", serif; color: #000; }
body { margin: 0; overflow-wrap: anywhere; }
.office { color: #d00; font: bold 30pt/1.3 "Noto Serif CJK SC", serif; text-align: center; letter-spacing: 2pt; }
.number { text-align: center; margin: 14pt 0 4pt; }
hr { border: 0; border-top: 2pt solid #d00; margin: 0 0 24pt; }
h1 { font: bold 22pt/33pt "Noto Serif CJK SC", serif; text-align: center; margin: 0 0 20pt; }
p { margin: 0; white-space: pre-wrap; }
.to { margin-top: 6pt; }
.text { text-indent: 2em; }
.heading { text-indent: 2em; font-family: "SimHei", "Noto Sans CJK SC", sans-serif; break-after: avoid; }
table { width: 100%; border-collapse: collapse; margin: 8pt 0; font-size: 14pt; line-height: 22pt; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { border: 0.75pt solid #000; padding: 3pt 6pt; text-align: left; white-space: pre-wrap; }
th { font-weight: normal; font-family: "SimHei", "Noto Sans CJK SC", sans-serif; }
tr > :first-child:not(:last-child) { white-space: nowrap; width: 1%; }
thead th { text-align: center; }
td.amount { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.question { break-after: avoid; }
.line { border-bottom: 0.5pt solid #000; height: 29pt; }
.line + p { margin-top: 8pt; }
.end { break-inside: avoid; }
.close { margin-top: 24pt; }
.sign { display: flex; align-items: flex-end; min-height: 40pt; break-inside: avoid; }
.hand { flex: 1; border-bottom: 0.5pt solid #000; height: 38pt; margin: 0 8pt; }
.hand img, .hand svg { height: 38pt; max-width: 100%; }
.hand path { fill: none; stroke: #000; stroke-width: 8; stroke-linecap: round; stroke-linejoin: round; }
.foot { position: fixed; bottom: -16mm; left: 0; right: 0; display: flex; gap: 6pt; font-size: 10.5pt;
  line-height: 14pt; }
.mark { flex: 1; border-bottom: 0.5pt solid #000; height: 14pt; text-align: center; }
.mark img, .mark svg { height: 14pt; max-width: 100%; }
.mark path { fill: none; stroke: #000; stroke-width: 12; stroke-linecap: round; stroke-linejoin: round; }
.seal { margin: 20pt 2em 0 auto; width: fit-content; min-width: 9em; text-align: center; break-inside: avoid; }
.place { color: #999; font-size: 12pt; height: 34pt; line-height: 34pt; }
.code { display: flex; gap: 10pt; align-items: center; margin-top: 24pt; font: 9pt/13pt "Noto Sans CJK SC", sans-serif;
  color: #333; break-inside: avoid; }
.draft { position: fixed; top: 80mm; left: 0; right: 0; text-align: center; font-size: 110pt; line-height: 1;
  color: #e8e8e8; transform: rotate(-30deg); z-index: -1; }
)";
}

}  // namespace qiuhao::documents
