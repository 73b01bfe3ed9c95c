// Doses and frequencies as orders write them in words: "0.5g", "2片", "tid", "每8小时1次". What is not certain is not
// read.
#pragma once

#include <optional>
#include <string_view>

#include "base/decimal.h"

namespace qiuhao::knowledge {

// An amount such as "0.5g", "100微克", "10ml" or "5万单位" as a number of `unit` (of the same measure: mass, volume or
// units of activity). nullopt for anything else beside number and unit, for ranges, and for a unit of another measure.
std::optional<Decimal> amount_in(std::string_view text, std::string_view unit);

// A single dose as a number of `unit`. Beside amounts it reads pieces by the specification ("2片" of "0.25g*24片",
// "半片") and volumes of a solution ("5ml" of "10ml:0.2g"; a quotient keeps six places). nullopt where pieces have
// another name than in the specification, or it states no strength, or several (50ug/250ug).
std::optional<Decimal> dose_in(std::string_view dose, std::string_view specification, std::string_view unit);

// How often in a day: qd, bid, tid, qid, qn, q8h, qod (0.5), 一日三次, 3次/日, 每8小时1次; st and 立即 are once, that
// day. nullopt for weekly uses, for 必要时 (prn) and for every other word.
std::optional<Decimal> times_a_day(std::string_view frequency);

}  // namespace qiuhao::knowledge
