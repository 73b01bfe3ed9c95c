// A national endpoint in process: its journal in a folder of its own, and shipped rules over a tape that several share.
#pragma once

#include <memory>

#include "national/exchange.h"

namespace qiuhao::malformed {

// What several endpoints have in common: dictionary, rules, tape and variants of the interface.
struct Shared {
  std::shared_ptr<const claims::Schema> schema;
  std::shared_ptr<live::Editions> editions;
  std::shared_ptr<const national::Variants> variants;
};

// Over the tape of a workspace; "" for one that is empty. A plan carries the schema that it was made for.
Result<Shared> share(std::shared_ptr<const claims::Schema> schema, std::shared_ptr<const rules::Plan> plan,
                     const Path& workspace);

class Stand {
 public:
  // `folder` is made, and removed with the stand.
  static Result<std::unique_ptr<Stand>> open(const Shared& shared, const Path& folder);
  ~Stand();
  Stand(const Stand&) = delete;
  Stand& operator=(const Stand&) = delete;

  // `done` is called from another thread where the message leaves something behind.
  void answer(std::string_view body, national::Exchange::Done done) const;

 private:
  Stand() = default;

  Path folder_;
  std::unique_ptr<const national::Exchange> exchange_;
};

}  // namespace qiuhao::malformed
