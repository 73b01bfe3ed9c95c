// Cells sealed and opened, looks recorded, keys changed.
#include <fmt/format.h>

#include <array>
#include <utility>
#include <vector>

#include "base/check.h"
#include "database/personal.h"

namespace qiuhao::database {
namespace {

constexpr char kFormat = 1;
constexpr int kCellsAtOnce = 300;

struct Front {
  std::string key_id;
  Cipher cipher;
  std::string_view rest;
};

// Format, cipher, length of the key's id, and the id.
std::string front_of(Cipher cipher, std::string_view key_id) {
  CHECK(key_id.size() <= kKeyIdBytesMost);
  std::string front{kFormat, static_cast<char>(cipher), static_cast<char>(key_id.size())};
  return front += key_id;
}

std::optional<Front> read_front(std::string_view sealed) {
  if (sealed.size() < 3 || sealed[0] != kFormat) return std::nullopt;
  const auto cipher = static_cast<Cipher>(sealed[1]);
  const auto id_bytes = static_cast<std::size_t>(static_cast<unsigned char>(sealed[2]));
  if (cipher != Cipher::aes_256_gcm && cipher != Cipher::sm4_ctr_hmac_sm3) return std::nullopt;
  if (id_bytes == 0 || id_bytes > kKeyIdBytesMost || sealed.size() < 3 + id_bytes) return std::nullopt;
  return Front{std::string(sealed.substr(3, id_bytes)), cipher, sealed.substr(3 + id_bytes)};
}

// What a value is bound to: its place, and the front of its own bytes.
std::string context_of(const CellName& cell, std::string_view front) {
  std::string context = "qiuhao cell 1\n";
  for (const std::string_view part : {cell.table, cell.column, std::string_view(cell.row), front})
    put_bounded(context, part);
  return context;
}

// Each column has a key of its own, so that the most that one key may encrypt is counted by column.
std::string column_key(const KeyRing::Key& key, const CellName& cell) {
  std::string name = "qiuhao column 1\n";
  put_bounded(name, cell.table);
  put_bounded(name, cell.column);
  return hmac(key.cipher == Cipher::aes_256_gcm ? Digest::sha256 : Digest::sm3, key.secret, name);
}

std::unexpected<Error> cell_refused(const CellName& cell) {
  return fail({Fault::system,
               "cell_refused",
               "a value does not open in this cell: it was changed, moved here, or sealed with another key of this id; "
               "restore it from a backup",
               {"", 0, 0, fmt::format("{}.{}:{}", cell.table, cell.column, cell.row)},
               "该单元格的值无法解密：已被改动、从别处移来，或由同编号的另一密钥加密；请从备份恢复"});
}

}  // namespace

std::string seal_cell(const KeyRing& ring, const CellName& cell, std::string_view clear) {
  CHECK(!cell.table.empty() && !cell.column.empty() && !cell.row.empty() && clear.size() <= kValueBytesMost / 2);
  const KeyRing::Key& key = ring.current();
  std::string secret = column_key(key, cell);
  std::string front = front_of(key.cipher, ring.current_id());
  std::string sealed = front + encrypt(key.cipher, secret, context_of(cell, front), clear);
  wipe(secret);
  return sealed;
}

Result<std::string> open_cell(const KeyRing& ring, const CellName& cell, std::string_view sealed) {
  const auto front = read_front(sealed);
  if (!front) return cell_refused(cell);
  const KeyRing::Key* key = ring.find(front->key_id);
  if (key == nullptr) {
    return fail({Fault::system,
                 "unknown_key",
                 fmt::format("key {} is not in the ring; add it, for values still need it", front->key_id),
                 {"", 0, 0, fmt::format("{}.{}:{}", cell.table, cell.column, cell.row)},
                 fmt::format("密钥环中没有密钥{}；仍有数据需要它，请加入", front->key_id)});
  }
  if (key->cipher != front->cipher) return cell_refused(cell);
  std::string secret = column_key(*key, cell);
  auto clear = decrypt(key->cipher, secret, context_of(cell, front_of(front->cipher, front->key_id)), front->rest);
  wipe(secret);
  if (!clear) return cell_refused(cell);
  return std::move(*clear);
}

Result<std::string> key_of_cell(std::string_view sealed) {
  const auto front = read_front(sealed);
  if (!front) return cell_refused({});
  return front->key_id;
}

Result<std::string> look_at_cell(const KeyRing& ring, const CellName& cell, std::string_view sealed, const Look& look,
                                 const LookRecorder& record) {
  if (look.who.empty() || look.why.empty())
    return input_error("bad_look", Sentence{"who looks and why has to be said", "须说明查看人和查看原因"});
  ASSIGN(std::string clear, open_cell(ring, cell, sealed));
  if (Status status = record(cell, look); !status) {
    wipe(clear);
    return std::unexpected(std::move(status).error());
  }
  return clear;
}

LookRecorder in_trail(const Trail& trail, Transaction& transaction) {
  return [&](const CellName& cell, const Look& look) -> Status {
    Act act;
    act.who = look.who;
    act.where_from = look.where_from;
    act.what = "looked_at";
    act.subject = fmt::format("{}.{}:{}", cell.table, cell.column, cell.row);
    act.why = look.why;
    act.request = look.request;
    TRY(trail.append(transaction, act));
    return {};
  };
}

Result<Resealed> reseal_column(Database& database, const KeyRing& ring, const SealedColumn& column) {
  const std::string select = fmt::format("select {0}, {1} from {2} where {1} is not null{3} order by {0} limit {4}",
                                         column.key, column.column, column.table, "{}", kCellsAtOnce);
  const std::string update = fmt::format("update {} set {} = ? where {} = ?", column.table, column.column, column.key);
  Resealed done;
  std::optional<Value> last;
  for (bool is_over = false; !is_over;) {
    Resealed part;
    std::optional<Value> end;
    TRY(database.write([&](Transaction& transaction) -> Status {
      part = {};
      const std::vector<Parameter> from = last ? std::vector<Parameter>{*last} : std::vector<Parameter>{};
      const std::array kinds = {column.key_kind, Kind::bytes};
      ASSIGN(const auto rows,
             transaction.query(fmt::format(fmt::runtime(select), last ? fmt::format(" and {} > ?", column.key) : ""),
                               from, kinds));
      for (const Row& row : rows) {
        ++part.cells;
        end = row.value(0);
        const std::string id = column.key_kind == Kind::number ? std::to_string(row.number(0)) : row.text(0);
        const CellName cell{column.table, column.column, id};
        const auto key = key_of_cell(row.bytes(1));
        if (!key) return cell_refused(cell);
        if (*key == ring.current_id()) continue;
        ASSIGN(std::string clear, open_cell(ring, cell, row.bytes(1)));
        TRY(transaction.execute(update, {Bytes{seal_cell(ring, cell, clear)}, row.value(0)}));
        wipe(clear);
        ++part.changed;
      }
      is_over = rows.size() < static_cast<std::size_t>(kCellsAtOnce);
      return {};
    }));
    last = end;
    done.cells += part.cells;
    done.changed += part.changed;
  }
  return done;
}

}  // namespace qiuhao::database
