// Everything of a matter by its time; what cannot be printed is listed with its hash.
#include "documents/case_file.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "documents/case_pages.h"
#include "documents/pdf_pages.h"
#include "documents/readable_text.h"
#include "signing/encoding.h"
#include "text/gb18030.h"
#include "workflow/view.h"

namespace qiuhao::documents {
namespace {

class Maker {
 public:
  Maker(const PaperDesk& desk, const PaperStore& papers, const AttachmentStore& attachments,
        const workflow::Matter& matter, const workflow::Person& reader)
      : desk_(desk), papers_(papers), attachments_(attachments), matter_(matter), reader_(reader) {}

  Result<CaseFile> make(const CaseCover& cover) {
    TRY(gather());
    if (bytes_ > kCaseBytesMost)
      return input_error("case_file_too_large",
                         Sentence{"the pictures and texts of the matter are too large to be printed together",
                                  "该事项的图片和文本过大，无法合并打印"});
    place_pages();
    const workflow::Kind* kind = desk_.kinds.find(matter_.kind, matter_.version);
    const std::string title = (kind == nullptr ? matter_.kind : kind->title.chinese) + "案卷";
    const std::string html = case_html(desk_.office.name, title, cover_lines(cover, kind), items_, printed_);
    ASSIGN(const std::string own, print_pdf(desk_.printer, html));
    ASSIGN(const int own_pages, count_pdf_pages(own));
    if (own_pages != own_pages_)
      return system_error("case_file_pages",
                          fmt::format("printed {} pages where the catalogue has {}", own_pages, own_pages_));
    std::vector<PdfPart> parts = {{own, 0, front_pages_, "封面与目录"}};
    int next = front_pages_;  // of our own pages
    for (const CaseItem& item : items_) {
      if (item.pages == 0) continue;
      const std::string label = fmt::format("{} {}", item.number, item.title);
      const auto theirs = pdfs_.find(item.number);
      parts.push_back(theirs == pdfs_.end() ? PdfPart{own, next, item.pages, label}
                                            : PdfPart{theirs->second, 0, item.pages, label});
      if (theirs == pdfs_.end()) next += item.pages;
    }
    CaseFile made;
    ASSIGN(made.pdf, join_pdfs(parts));
    made.pages = last_page_;
    made.items = std::move(items_);
    return made;
  }

 private:
  Status gather() {
    ASSIGN(auto papers, papers_.list(matter_.number));
    ASSIGN(auto attachments, attachments_.list(matter_.number));
    std::erase_if(papers, [&](const Paper& paper) { return !is_there(paper.document, paper.id); });
    std::erase_if(attachments, [&](const Attachment& one) { return !is_there(one.document, one.id); });
    std::size_t next = 0;
    for (const Paper& paper : papers) {
      for (; next < attachments.size() && attachments[next].at < paper.at; ++next) TRY(add(attachments[next]));
      TRY(add(paper));
    }
    for (; next < attachments.size(); ++next) TRY(add(attachments[next]));
    return {};
  }

  bool is_there(const std::string& document, const std::string& id) const {
    const workflow::Kind* kind = desk_.kinds.find(matter_.kind, matter_.version);
    return kind != nullptr && workflow::may_see_document(*kind, matter_, document, id, reader_);
  }

  CaseItem& begin(std::string id, std::string title, Seconds at) {
    items_.push_back({static_cast<int>(items_.size()) + 1, std::move(id), std::move(title), day_of(at), 0, 0, ""});
    return items_.back();
  }

  Status add(const Paper& paper) {
    CaseItem& item = begin(paper.id, paper.title, paper.at);
    item.remark = paper.number;
    ASSIGN(std::string pdf, papers_.pdf(paper));
    ASSIGN(item.pages, count_pdf_pages(pdf));
    pdfs_[item.number] = std::move(pdf);
    return {};
  }

  Status add(const Attachment& attachment) {
    CaseItem& item = begin(attachment.id, attachment.name, attachment.at);
    const auto not_printed = [&](std::string_view why) {
      item.remark = fmt::format("{}，未打印；SHA-256 {}", why, attachment.hash);
    };
    ASSIGN(AttachmentContent content, attachments_.read(attachment.id));
    switch (attachment.type) {
      case FileType::pdf: {
        const auto pages = count_pdf_pages(content.bytes);
        if (!pages) {
          not_printed("PDF 无法读取");
          return {};
        }
        item.pages = *pages;
        pdfs_[item.number] = std::move(content.bytes);
        return {};
      }
      case FileType::jpeg:
      case FileType::png: {
        const std::string address =
            fmt::format("data:{};base64,{}", media_type(attachment.type), signing::to_base64(content.bytes));
        return print(item, {item.number, item.title, address, {}});
      }
      case FileType::text:
      case FileType::csv: {
        std::string text =
            is_utf8(content.bytes) ? std::move(content.bytes) : text::utf8_from_gb18030(content.bytes).value_or("");
        auto pages = text_pages(readable(text, true));
        if (pages.size() <= static_cast<std::size_t>(kTextPagesMost))
          return print(item, {item.number, item.title, "", std::move(pages)});
        not_printed("文本过长");
        return {};
      }
      case FileType::docx:
      case FileType::xlsx:
      case FileType::ofd: not_printed("电子文档"); return {};
      case FileType::tiff:
      case FileType::webp:
      case FileType::heic: not_printed("图片格式不能打印"); return {};
      case FileType::wav:
      case FileType::mp3:
      case FileType::mp4: not_printed("录音录像"); return {};
    }
    return {};
  }

  Status print(CaseItem& item, PrintedItem printed) {
    item.pages = printed.pages();
    bytes_ += printed.picture.size();
    for (const std::string& text : printed.texts) bytes_ += text.size();
    printed_.push_back(std::move(printed));
    return {};
  }

  void place_pages() {
    front_pages_ = 1 + catalogue_pages(items_);
    last_page_ = front_pages_;
    for (CaseItem& item : items_) {
      if (item.pages == 0) continue;
      item.first_page = last_page_ + 1;
      last_page_ += item.pages;
    }
    own_pages_ = front_pages_;
    for (const PrintedItem& item : printed_) own_pages_ += item.pages();
  }

  std::vector<CoverLine> cover_lines(const CaseCover& cover, const workflow::Kind* kind) const {
    std::vector<CoverLine> lines = {{"事项编号", matter_.number},
                                    {"对象", desk_.name_of ? desk_.name_of(matter_.subject) : matter_.subject},
                                    {"立项日期", chinese_day(matter_.opened)}};
    const auto state = kind == nullptr ? std::nullopt : workflow::find_named(kind->states, matter_.state);
    if (state) lines.push_back({"状态", kind->states[*state].title.chinese});
    if (state && kind->states[*state].is_final && !matter_.history.empty())
      lines.push_back({"办结日期", chinese_day(day_of(matter_.history.back().at))});
    if (!cover.term.empty()) lines.push_back({"保管期限", cover.term});
    if (!cover.archive_number.empty()) lines.push_back({"档号", cover.archive_number});
    lines.push_back({"件数", fmt::format("{} 件", items_.size())});
    lines.push_back({"页数", fmt::format("{} 页", last_page_)});
    return lines;
  }

  const PaperDesk& desk_;
  const PaperStore& papers_;
  const AttachmentStore& attachments_;
  const workflow::Matter& matter_;
  const workflow::Person& reader_;
  std::vector<CaseItem> items_;
  std::vector<PrintedItem> printed_;
  std::map<int, std::string> pdfs_;  // by the item's number
  std::size_t bytes_ = 0;
  int front_pages_ = 0;
  int own_pages_ = 0;
  int last_page_ = 0;
};

}  // namespace

Result<CaseFile> make_case_file(const PaperDesk& desk, const PaperStore& papers, const AttachmentStore& attachments,
                                const workflow::Matter& matter, const workflow::Person& reader,
                                const CaseCover& cover) {
  return Maker(desk, papers, attachments, matter, reader).make(cover);
}

}  // namespace qiuhao::documents
