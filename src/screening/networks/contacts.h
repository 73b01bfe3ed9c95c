// Phones, addresses, bank accounts and agents that people share. Domain M21 (共用联系方式、代办). The tape holds none
// of these: a table beside it says them.
#pragma once

#include <string>
#include <vector>

#include "screening/networks/thresholds.h"
#include "screening/networks/visits.h"

namespace qiuhao::screening {

enum class ContactKind : std::uint8_t { phone, address, bank, agent };
inline constexpr std::size_t kContactKinds = 4;
inline constexpr std::string_view kContactKindNames[kContactKinds] = {"phone", "address", "bank", "agent"};
inline constexpr std::string_view kContactKindLabels[kContactKinds] = {"电话", "住址", "银行账户", "代办人"};

inline constexpr std::size_t kMaxContactRows = 5'000'000;
inline constexpr std::size_t kMaxContactBytes = 200;

// One value of one kind, with everybody who has it.
struct Contact {
  ContactKind kind = ContactKind::phone;
  std::string value;
  std::vector<PersonNumber> people;  // sorted
};

struct Contacts {
  std::vector<Contact> all;  // by kind, then value
  std::size_t rows = 0;
  std::size_t unknown_people = 0;  // rows of people who are on no tape
};

// A CSV table with the columns person (the pseudonym on the tape), kind and value; instead of person, psn_no, of which
// the pseudonym is worked out with the workspace's key. Rows without a value are passed over. Errors name file and
// line: "missing_column", "bad_kind", "value_too_long", "too_many_rows"; "no_key" for psn_no in a workspace without its
// key.
Result<Contacts> read_contacts(const Path& file, const Path& workspace, const claims::Tape& tape,
                               const TapeVisits& visits);

// A contact that more people share than is usual, and whose people's money is among the largest.
struct SharedContact {
  ContactKind kind = ContactKind::phone;
  std::string value;
  std::vector<PersonNumber> people;
  Cents total = 0;  // of the people's visits in the period
  Cents fund = 0;
};

struct SharedContacts {
  std::vector<SharedContact> contacts;     // the funds' money, the largest first
  std::size_t shared[kContactKinds] = {};  // how many values have more people than is usual
  Cents least_fund[kContactKinds] = {};    // from which on a value is among the top share of its kind
};

// The top share is of all values of a kind, those of one person too: the share is rounded up to whole values, and who
// equals the last of them is in.
SharedContacts find_shared_contacts(const Contacts& contacts, const TapeVisits& visits,
                                    const SharedContactRules& rules);

}  // namespace qiuhao::screening
