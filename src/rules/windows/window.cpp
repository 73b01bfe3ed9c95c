// The keys of each kind of window.
#include "rules/windows/window.h"

#include "base/check.h"

namespace qiuhao::rules {
namespace {

constexpr WindowKeys kWindowKeys[] = {
    {WindowKind::history, "history", {"by", "at", "days"}, {"where"}},
    {WindowKind::previous, "previous", {"by", "order"}, {"where"}},
    {WindowKind::next, "next", {"by", "order"}, {"where"}},
    {WindowKind::same, "same", {"by"}, {"where"}},
    {WindowKind::pair, "pair", {"by"}, {"left", "right", "where"}},
    {WindowKind::overlap, "overlap", {"by", "from", "to"}, {"where"}},
    {WindowKind::rate, "rate", {"by", "at", "n", "days"}, {"where"}},
    {WindowKind::supply, "supply", {"by", "at", "days_supply"}, {"where"}},
    {WindowKind::peer, "peer", {"of", "group", "min_n"}, {"where"}},
};

}  // namespace

std::span<const WindowKeys> window_keys() { return kWindowKeys; }

const WindowKeys& keys_of(WindowKind kind) {
  const WindowKeys& keys = kWindowKeys[static_cast<std::size_t>(kind)];
  CHECK(keys.kind == kind);
  return keys;
}

}  // namespace qiuhao::rules
