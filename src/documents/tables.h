// The tables of documents in the records database (docs/reference/records-tables.md).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "database/migrations.h"
#include "database/row_mark.h"

namespace qiuhao::documents {

inline constexpr std::string_view kComponent = "documents";

// They name matters, whose tables have to be there.
std::span<const database::Migration> documents_migrations();
// Brings both to this program's.
Status migrate_tables(database::Database& database);

// Of ids.
inline constexpr char kAttachmentLetter = 'A';
inline constexpr char kPaperLetter = 'D';
// "A17" of 'A' and 17, and back; nothing for another text.
std::string id_of(char letter, std::int64_t serial);
std::optional<std::int64_t> serial_of(char letter, std::string_view id);

}  // namespace qiuhao::documents
