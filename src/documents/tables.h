// The tables of documents in the records database (docs/reference/records-tables.md), and the marks of their rows.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "database/key_ring.h"
#include "database/migrations.h"

namespace qiuhao::documents {

inline constexpr std::string_view kComponent = "documents";

// They name matters, whose tables have to be there.
std::span<const database::Migration> documents_migrations();
// Brings both to this program's.
Status migrate_tables(database::Database& database);

// A mark over a row's values, in order, under the ring's key: who changes a row by hand cannot make it.
std::string row_mark(const database::KeyRing& ring, std::string_view table,
                     std::initializer_list<std::string_view> row);

// Of ids.
inline constexpr char kAttachmentLetter = 'A';
inline constexpr char kPaperLetter = 'D';
// "A17" of 'A' and 17, and back; nothing for another text.
std::string id_of(char letter, std::int64_t serial);
std::optional<std::int64_t> serial_of(char letter, std::string_view id);

}  // namespace qiuhao::documents
