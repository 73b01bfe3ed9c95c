// Why each lead is one, in a sentence for people.
#pragma once

#include "screening/networks/networks.h"

namespace qiuhao::screening {

Sentence sentence_of(const NetworkReport& report, const Network& network);
Sentence sentence_of(const NetworkReport& report, const GroupStay& group);
Sentence sentence_of(const NetworkReport& report, const StayChain& chain);
Sentence sentence_of(const NetworkReport& report, const StayExchange& exchange);
Sentence sentence_of(const SharedContact& contact);
// What honest thing a network may be; both "" for none.
Sentence sentence_of(LookAlike look_alike);

}  // namespace qiuhao::screening
