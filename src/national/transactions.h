// The transactions beside 3101 and 3102: each reads its input and responds, at once or when what it keeps is on disk.
#pragma once

#include <string>

#include "national/context.h"

namespace qiuhao::national {

void answer_feedback(const Message& message, const Respond& respond);    // 3103
void answer_upload(const Message& message, const Respond& respond);      // 2204, 2301
void answer_cancel(const Message& message, const Respond& respond);      // 2205, 2302
void answer_sign_in(const Message& message, const Respond& respond);     // 9001
void answer_sign_out(const Message& message, const Respond& respond);    // 9002
void answer_stock(const Message& message, const Respond& respond);       // 3501 to 3507
void answer_code_table(const Message& message, const Respond& respond);  // 1901

// Keeps what a message leaves behind and responds with the output once it is on disk.
void keep(const Message& message, live::Accepted accepted, std::string output, const Respond& respond);

// The number that a sign-in gives: the same for the same message.
std::string sign_no_of(const std::string& institution, const std::string& message);

}  // namespace qiuhao::national
