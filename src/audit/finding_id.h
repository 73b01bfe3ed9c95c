// The id of a finding: made of what it says, so that it is the same in every run, whatever the order of parts and rows.
#pragma once

#include <span>
#include <string>

#include "audit/audit.h"

namespace qiuhao::audit {

// Ids of the findings of one part, for one thread. Of rule, subject, blamed lines and knowledge point. A finding that
// blames just the line it is about has a shorter form, which is that of the time before there were other grains.
class FindingIds {
 public:
  FindingIds(const rules::Plan& plan, const claims::Part& part);
  // Not of grain provider_period.
  Hash128 of(const Finding& finding, std::span<const RowIndex> lines);

 private:
  void add_counted(std::string_view text);
  void add_subject(rules::Grain grain, RowIndex row, RowIndex other);
  void add_counted(const Column& ids, RowIndex row);
  RowIndex person_of(RowIndex line) const;

  const rules::Plan& plan_;
  const claims::Part& part_;
  const Column* lines_;
  const Column* visits_;
  const Column* diagnoses_;
  const Column* operations_;
  const Column* people_;
  const Column* days_;
  std::string text_;  // kept for its memory
  std::string row_text_;
};

// The id of a finding of grain provider_period.
Hash128 month_finding_id(const rules::Rule& rule, const rules::PeerKey& key);

}  // namespace qiuhao::audit
