// Style and script of the report. One accent colour; numbers in columns of equal digits; A4 when printed.
#include "audit/report_parts.h"

namespace qiuhao::audit {

const std::string_view kReportStyle = R"css(
:root{--ink:#1d2733;--soft:#5b6875;--line:#dfe5ea;--paper:#fff;--ground:#f5f7f9;--accent:#0d6073;--light:#b9d6dc}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.6 "Noto Sans CJK SC","Noto Sans SC","PingFang SC",
"Microsoft YaHei","Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
html[lang=zh-CN] .en,html[lang=en] .zh{display:none}
header,main,footer{max-width:1280px;margin:0 auto;padding:0 32px}
header{display:flex;justify-content:space-between;align-items:flex-start;gap:16px;padding-top:36px;padding-bottom:20px}
h1{font-size:26px;line-height:1.3;margin:0;font-weight:650}
header p{margin:6px 0 0;color:var(--soft)}
h2{font-size:18px;margin:0 0 12px;font-weight:650}
h3{font-size:15px;margin:0 0 2px;font-weight:650}
button{font:inherit;font-size:14px;color:var(--accent);background:var(--paper);border:1px solid var(--line);
border-radius:6px;padding:5px 14px;cursor:pointer;white-space:nowrap}
button:hover,button:focus-visible{border-color:var(--accent)}
.cards{display:grid;grid-template-columns:repeat(6,1fr);gap:12px;margin-bottom:16px}
.card{background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:14px 16px;min-width:0}
.card .label{color:var(--soft);font-size:13px}
.card .value{font-size:21px;font-weight:650;line-height:1.35;margin-top:2px;overflow-wrap:anywhere}
.card.main{background:var(--accent);border-color:var(--accent);color:#fff}
.card.main .label{color:#d5e8ec}
section,.empty{background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:22px 24px;margin:0 0 16px}
.empty{font-size:17px}
.note,.legend{color:var(--soft);font-size:13px;margin:0 0 10px}
.legend .k{display:inline-block;width:12px;height:12px;border-radius:2px;margin:0 6px 0 0;vertical-align:-1px}
.legend .k:not(:first-child){margin-left:18px}
i.inner{background:var(--accent)}i.outer{background:var(--light)}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px}
th{text-align:left;font-weight:500;color:var(--soft);font-size:13px;border-bottom:1.5px solid var(--line);
padding:6px 10px;vertical-align:bottom}
td{border-bottom:1px solid var(--line);padding:7px 10px;vertical-align:top;overflow-wrap:break-word}
th:first-child,td:first-child{padding-left:0}
th:last-child,td:last-child{padding-right:0}
tbody tr:last-child td{border-bottom:0}
tfoot td{border-top:1.5px solid var(--line);border-bottom:0;font-weight:650}
.n{text-align:right;white-space:nowrap}
th.n{white-space:normal}
small,code{color:var(--soft);font-size:12px}
code{font-family:ui-monospace,"SF Mono",Consolas,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
.nowrap,code[title]{white-space:nowrap}
.tag{display:inline-block;font-size:12px;font-weight:500;line-height:1.5;border:1px solid var(--line);border-radius:4px;
padding:0 6px;color:var(--soft);white-space:nowrap}
.tag.sure{color:var(--accent);border-color:var(--light)}
.bar{display:block;width:100%;min-width:110px;height:10px;margin-top:6px}
rect.inner{fill:var(--accent)}rect.outer{fill:var(--light)}
.months{display:flex;gap:10px}
.axis{display:flex;flex-direction:column;justify-content:space-between;height:200px;text-align:right;color:var(--soft);
font-size:12px;line-height:1;white-space:nowrap}
.plot{flex:1;min-width:0}
.plot svg{display:block;width:100%;height:200px;overflow:visible}
.plot line{stroke:var(--line);stroke-width:1;vector-effect:non-scaling-stroke}
.labels{display:flex;margin-top:6px;color:var(--soft);font-size:12px;line-height:1.3}
.labels span{flex:1 1 0;min-width:0;text-align:center;white-space:nowrap}
.rule{margin-top:22px}
.rule .note{margin-bottom:4px}
.order{font-size:13px;color:var(--soft);overflow-wrap:anywhere}
.filter{font:inherit;font-size:14px;width:220px;max-width:100%;border:1px solid var(--line);border-radius:6px;
padding:4px 10px;margin:0 0 8px}
.filter:focus{outline:none;border-color:var(--accent)}
footer{color:var(--soft);font-size:13px;padding-bottom:32px}
@media(max-width:1100px){.cards{grid-template-columns:repeat(3,1fr)}}
@media(max-width:720px){
header,main,footer{padding-left:14px;padding-right:14px}
header{padding-top:20px}
h1{font-size:21px}
.cards{grid-template-columns:repeat(2,1fr);gap:8px}
.card{padding:10px 12px}
.card .value{font-size:17px}
section{padding:16px 14px}
thead{display:none}
table,tbody,tfoot,tr,td{display:block;width:100%}
tr{display:grid;grid-template-columns:repeat(3,1fr);gap:4px 10px;border-bottom:1px solid var(--line);padding:10px 0}
td{grid-column:1/-1}
tbody tr:last-child{border-bottom:0}
tfoot tr{border-top:1.5px solid var(--line);border-bottom:0}
td,tfoot td{border:0;padding:2px 0;display:flex;justify-content:space-between;gap:16px;text-align:right}
td::before{content:attr(data-zh);color:var(--soft);font-size:13px;font-weight:400;text-align:left;flex:none;
max-width:45%}
html[lang=en] td::before{content:attr(data-en)}
td:first-child{display:block;text-align:left;font-size:15px}
td:first-child::before{content:none}
td.n{grid-column:auto;flex-direction:column;gap:0;text-align:left}
td.n::before{font-size:12px;max-width:none;white-space:nowrap}
td:empty{display:none}
.bar{max-width:60%}
.axis{font-size:11px}
.labels{font-size:11px}
}
@media print{
@page{size:A4;margin:14mm 12mm}
body{background:#fff;font-size:10pt;-webkit-print-color-adjust:exact;print-color-adjust:exact}
header,main,footer{max-width:none;padding-left:0;padding-right:0}
header{padding-top:0}
button,.filter{display:none}
.cards{grid-template-columns:repeat(3,1fr);gap:6px}
.card .value{font-size:13pt}
section{border:0;border-radius:0;padding:0;margin:0 0 18pt}
.card,tr,#months,.rule{break-inside:avoid}
h2,h3,.rule .note{break-after:avoid}
thead{display:table-header-group}
.wide{overflow:visible}
table{font-size:8.5pt}
th{font-size:8pt}
td,th{padding:3pt 5pt}
.bar{min-width:60px}
#samples,#method{break-before:page}
}
)css";

const std::string_view kReportScript = R"js(
document.getElementById('language').addEventListener('click',function(){
  var root=document.documentElement;root.lang=root.lang==='en'?'zh-CN':'en';});
document.querySelectorAll('.filter').forEach(function(input){
  input.addEventListener('input',function(){
    var wanted=input.value.trim().toLowerCase();
    input.nextElementSibling.querySelectorAll('tbody tr').forEach(function(row){
      row.hidden=wanted!==''&&row.textContent.toLowerCase().indexOf(wanted)<0;
      row.style.display=row.hidden?'none':'';});});});
)js";

}  // namespace qiuhao::audit
