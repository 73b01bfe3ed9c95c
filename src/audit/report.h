// report.html: one self-contained page about a run, Chinese with an English switch. Nothing in it asks the network.
#pragma once

#include <span>
#include <string>

#include "audit/record.h"

namespace qiuhao::audit {

inline constexpr std::size_t kReportProviders = 20;
inline constexpr std::size_t kReportSamples = 5;  // findings shown of each rule: those with the most net money

std::string report_html(std::span<const claims::Part> parts, const AuditResult& result, const RunFacts& facts);

}  // namespace qiuhao::audit
