// 3101 (事前) and 3102 (事中): what a doctor orders or a cashier settles, judged while they wait.
#pragma once

#include <string>
#include <vector>

#include "national/context.h"

namespace qiuhao::national {

inline constexpr std::size_t kRulesMost = 1'000;     // named by one message
inline constexpr std::size_t kPatientsMost = 20;     // of one message
inline constexpr std::size_t kEncountersMost = 500;  // of one patient
inline constexpr std::size_t kRowsMost = 20'000;     // orders, diagnoses or operations of one encounter

// What one message asks, patient by patient.
struct Asked {
  struct Patient {
    std::string id;     // patn_id, as sent
    std::string visit;  // that is asked about
    live::Question question;
  };
  std::vector<Patient> patients;
  std::string task;        // task_id
  std::string scene_code;  // trig_scen
  Scene scene;
};

// Without a deadline. "bad_field" names the place.
Result<Asked> read_analysis(const Message& message);

void answer_analysis(const Message& message, const Respond& respond);

}  // namespace qiuhao::national
