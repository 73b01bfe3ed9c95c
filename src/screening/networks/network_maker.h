// From kept pairs to networks with members, measures, evidence and money.
#pragma once

#include <map>
#include <vector>

#include "screening/networks/graph.h"
#include "screening/networks/networks.h"

namespace qiuhao::screening {

// Contacts that two people or more have, by person.
class ContactIndex {
 public:
  ContactIndex() = default;
  explicit ContactIndex(const Contacts& contacts);
  // How many of these people (sorted) at most have one address or phone in common; 0 when no two have.
  std::size_t most_sharing(const std::vector<PersonNumber>& people) const;
  // Whether one address or phone is everybody's.
  bool is_one_home(const std::vector<PersonNumber>& people) const;

 private:
  const Contacts* contacts_ = nullptr;
  std::vector<std::pair<PersonNumber, std::uint32_t>> of_people_;  // sorted; into contacts
};

class NetworkMaker {
 public:
  NetworkMaker(const claims::Tape& tape, const claims::Schema& schema, const NetworkReport& report,
               const ContactIndex& contacts);

  // Fills networks and smaller.
  Status make(NetworkReport& report, const Work& work);

 private:
  Result<Network> network_of(const std::vector<PersonNumber>& people, std::vector<std::size_t> edges);
  Status measure(Network& network, const std::vector<PersonNumber>& people);
  void add_evidence(Network& network, const std::vector<PersonNumber>& people);
  void add_money(Network& network, const std::vector<std::pair<PersonNumber, std::uint32_t>>& visits);
  LookAlike look_alike_of(const Network& network, const std::vector<PersonNumber>& people) const;
  LookAlike relation_of(PersonNumber a, PersonNumber b, Day day) const;

  const claims::Tape& tape_;
  const claims::Schema& schema_;
  const NetworkReport& report_;
  const ContactIndex& contacts_;
  TapeNames names_;
};

}  // namespace qiuhao::screening
