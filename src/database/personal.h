// Personal data: encrypted in its cell, found by a blind index, shown masked, and opened only with a record of who
// looked.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "database/database.h"
#include "database/key_ring.h"
#include "database/trail.h"

namespace qiuhao::database {

enum class Personal { name, certificate, phone, account };

// Where a value stands. A value that was moved to another cell cannot be opened there.
struct CellName {
  std::string_view table;
  std::string_view column;
  std::string row;  // its primary key as text; never changes
};

// The bytes that stand in the cell: format, key id, nonce, ciphertext, tag.
std::string seal_cell(const KeyRing& ring, const CellName& cell, std::string_view clear);
// "unknown_key" (the ring lacks it), "cell_refused" (changed, moved from another cell, or another key of that id).
Result<std::string> open_cell(const KeyRing& ring, const CellName& cell, std::string_view sealed);
// The id of the key that a cell was sealed with; "cell_refused" when it is none.
Result<std::string> key_of_cell(std::string_view sealed);

// One way of writing for values that people write in several: full-width forms, blanks, hyphens, +86, small x, dots in
// names.
std::string normalised(Personal kind, std::string_view text);
// For `where column_index = ?`: equal for values that are the same normalised, in this table and column; it tells
// nobody without the ring anything but that.
std::string blind_index(const KeyRing& ring, std::string_view table, std::string_view column, Personal kind,
                        std::string_view text);

// As Chinese offices show it, with as many characters as before: 张三丰 → 张**, 110101199003071234 →
// 110***********1234, 13812345678 → 138****5678, 6222021234567890 → ************7890. At least half is hidden, of a
// phone number at least four digits; what is shorter is hidden whole.
std::string masked(Personal kind, std::string_view text);

// Who looks at a value in clear, and why; never empty.
struct Look {
  std::string who;
  std::string where_from;
  std::string why;
  std::optional<std::string> request;
};

// Opens a value for a person's eyes. The look is recorded before it is given; a value whose look could not be recorded
// is not given. Commit before it is shown: a look that was rolled back was no look. Errors: "bad_look" and those of
// open_cell() and the recorder.
using LookRecorder = std::function<Status(const CellName& cell, const Look& look)>;
Result<std::string> look_at_cell(const KeyRing& ring, const CellName& cell, std::string_view sealed, const Look& look,
                                 const LookRecorder& record);
// Records looks as acts `looked_at` on `table.column:row`, in this transaction.
LookRecorder in_trail(const Trail& trail, Transaction& transaction);

// A column of sealed cells.
struct SealedColumn {
  std::string table;
  std::string column;
  std::string key;  // the column of the primary key
  Kind key_kind = Kind::text;
};
struct Resealed {
  std::int64_t cells = 0;    // that there are
  std::int64_t changed = 0;  // that had another key than the current one
};
// Encrypts all values of a column with the current key, some hundred in each transaction; what was done stays done when
// it is stopped, and it can be run while others write. Ends at the first cell that does not open, with its row.
Result<Resealed> reseal_column(Database& database, const KeyRing& ring, const SealedColumn& column);

}  // namespace qiuhao::database
