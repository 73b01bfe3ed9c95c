// Rows of attachments. Used by AttachmentStore alone.
#pragma once

#include <optional>
#include <string>

#include "documents/attachments.h"

namespace qiuhao::documents {

// Gives it the next id. The caller's transaction writes, so nobody takes the same.
Status insert_attachment(database::Transaction& transaction, const database::KeyRing& ring, Attachment& attachment,
                         const std::string& request);

// The row whose column (of the program) has this value.
Result<std::optional<database::Row>> attachment_by(database::Transaction& transaction, std::string_view column,
                                                   const database::Parameter& value);
// "damaged_attachment": the row is not as it was written.
Result<Attachment> attachment_of(const database::KeyRing& ring, const database::Row& row);

}  // namespace qiuhao::documents
