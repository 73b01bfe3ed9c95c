// What of a matter is sealed: itself, its acts of the audit trail, and the kind by which it runs.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "casework/rows.h"
#include "database/trail.h"
#include "evidence/builder.h"
#include "workflow/view.h"

namespace qiuhao::evidence {

inline constexpr std::size_t kActsMost = 20'000;  // of a matter

// A matter and its acts as they stood at one moment, and how far the trail went then.
struct MatterRecord {
  workflow::Matter matter;
  std::vector<database::KeptAct> acts;  // oldest first
  database::TrailHead head;
};

// Errors: those of MatterRows::load and of the trail, and "too_many_acts".
Result<MatterRecord> read_matter_record(database::Transaction& transaction, const database::Trail& trail,
                                        const casework::MatterRows& rows, std::string_view number);

// For whom a matter is sealed: fields and documents that only some roles may see go in for holders of one of them.
// Nothing: whoever has the keys of the workspace, to whom all is open.
using ForWhom = std::optional<workflow::Person>;

// matter/…: personal fields under matter/personal, those that only some roles see under matter/restricted, the others
// under matter/fields.
void add_matter(Builder& builder, const workflow::Kind& kind, const workflow::Matter& matter,
                const ForWhom& reader = std::nullopt);
// acts/SEQUENCE/…, as docs/reference/audit-trail.md hashes them; trail/…: the head, and the last anchor where there is
// one.
void add_acts(Builder& builder, const MatterRecord& record, const std::optional<database::Anchor>& anchor);
// kind/…, with the text of its file. "workflow_changed" when the file is not the one that was loaded.
Status add_kind(Builder& builder, const workflow::Kind& kind);

// That a matter was sealed, as an act of the trail: `root` and `fingerprint` say under what.
struct Sealing {
  std::string number;
  std::string who;
  std::string where_from;
  std::string why;
  std::string root;  // bytes
  Digest digest = Digest::sm3;
  std::int64_t leaves = 0;
  std::string fingerprint;
};
// `evidence_sealed` on the matter's number. Gives its sequence. Errors: those of the trail.
Result<std::int64_t> record_sealing(database::Database& database, const database::Trail& trail, const Sealing& sealing);

}  // namespace qiuhao::evidence
