// The way of a draw from promise to proof: a commitment is written before, the seed is revealed after, and anybody can
// look whether both fit. Samples and panels share it.
#pragma once

#include "screening/sampling/commitment.h"

namespace qiuhao::screening {

struct PromiseWish {
  std::string kind;
  std::vector<std::pair<std::string, Path>> files;  // role and file
  std::vector<Named> parameters;
  std::string public_value;  // what will be mixed in, in words
  Path commitment;           // to be written, as the seed
  Path seed;
  Seconds now = 0;
};

// Writes seed and commitment; answers what is to be published, the commitment's SHA-256. Errors: "file_is_there" for
// either file, those of save_seed() and of writing.
Result<std::string> make_promise(const PromiseWish& wish);

struct OpenPromise {
  Commitment commitment;
  Reveal reveal;
  Digest key{};  // of the draw
};

// With the secret seed. Errors: those of read_commitment(), load_seed() and check_reveal().
Result<OpenPromise> open_promise(const Path& commitment, const Path& seed, const std::string& public_value);

// With a reveal, by somebody else; `published` is the hash that was published, "" to leave it out. What does not fit
// goes to `troubles`, and the promise is opened with what there is. Errors: those of reading.
Result<OpenPromise> check_promise(const Path& commitment, const Path& reveal, const std::string& published,
                                  std::vector<Sentence>& troubles);

// Whether every file that is to be written is another than all the others: "same_file".
Status check_outputs(const std::vector<Path>& read, const std::vector<Path>& written);

// Adds a trouble when a file is not the one committed. Errors: those of reading.
Status check_committed_file(const Commitment& commitment, std::string_view role, const Path& file,
                            std::vector<Sentence>& troubles);

}  // namespace qiuhao::screening
