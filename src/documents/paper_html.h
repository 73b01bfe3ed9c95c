// A filled document as a page of HTML, in the look of Chinese official papers (GB/T 9704): whole in itself, without
// scripts, links or anything from elsewhere.
#pragma once

#include <string>
#include <string_view>

#include "documents/filled.h"

namespace qiuhao::documents {

// What the QR code says: "QH1 NUMBER HASH".
std::string qr_text(const std::string& number, const std::string& hash);

// `hash` of its canonical JSON; "" of a draft, which is marked as one and has no code. Errors: "too_long_for_qr".
Result<std::string> paper_html(const Filled& filled, const std::string& hash);

// A page that was issued, with a signature in its place (from 1) and the day beside it. "signature_is_unknown",
// "signed_already".
Result<std::string> signed_page(std::string page, int place, const Signature& signature, Day day);

// The head of a page with a title and a style of our own; the body follows, then page_end().
std::string page_begin(std::string_view title, std::string_view style);
std::string_view page_end();

}  // namespace qiuhao::documents
