// The only source that includes libqpdf, whose exceptions end here.
#define POINTERHOLDER_TRANSITION 4  // libqpdf asks for it: std::shared_ptr alone
#include "documents/pdf_pages.h"

#include <fmt/format.h>

#include <exception>
#include <map>
#include <memory>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFWriter.hh>

namespace qiuhao::documents {
namespace {

std::unexpected<Error> unreadable(std::string_view why) {
  return input_error("unreadable_pdf",
                     Sentence{fmt::format("the PDF cannot be read: {}", why), fmt::format("PDF 无法读取：{}", why)});
}

std::shared_ptr<QPDF> opened(std::string_view pdf) {
  auto document = std::make_shared<QPDF>();
  document->setSuppressWarnings(true);
  document->processMemoryFile("pdf", pdf.data(), pdf.size());
  return document;
}

// Actions of the page itself, and of what can be clicked on it.
void take_off_actions(QPDFObjectHandle page) {
  page.removeKey("/AA");
  QPDFObjectHandle marks = page.getKey("/Annots");
  if (!marks.isArray()) return;
  for (int i = 0; i < marks.getArrayNItems(); ++i) {
    QPDFObjectHandle mark = marks.getArrayItem(i);
    if (!mark.isDictionary()) continue;
    mark.removeKey("/A");
    mark.removeKey("/AA");
  }
}

struct Bookmark {
  std::string title;
  QPDFObjectHandle page;
};

void add_bookmarks(QPDF& pdf, const std::vector<Bookmark>& bookmarks) {
  if (bookmarks.empty()) return;
  QPDFObjectHandle root = pdf.makeIndirectObject(QPDFObjectHandle::newDictionary());
  std::vector<QPDFObjectHandle> items;
  for (const Bookmark& bookmark : bookmarks) {
    QPDFObjectHandle item = pdf.makeIndirectObject(QPDFObjectHandle::newDictionary());
    item.replaceKey("/Title", QPDFObjectHandle::newUnicodeString(bookmark.title));
    item.replaceKey("/Parent", root);
    item.replaceKey("/Dest", QPDFObjectHandle::newArray({bookmark.page, QPDFObjectHandle::newName("/Fit")}));
    if (!items.empty()) {
      items.back().replaceKey("/Next", item);
      item.replaceKey("/Prev", items.back());
    }
    items.push_back(item);
  }
  root.replaceKey("/Type", QPDFObjectHandle::newName("/Outlines"));
  root.replaceKey("/First", items.front());
  root.replaceKey("/Last", items.back());
  root.replaceKey("/Count", QPDFObjectHandle::newInteger(static_cast<long long>(items.size())));
  pdf.getRoot().replaceKey("/Outlines", root);
}

std::string joined(const std::vector<PdfPart>& parts) {
  std::map<const char*, std::shared_ptr<QPDF>> sources;  // alive until all is written
  QPDF out;
  out.emptyPDF();
  out.setSuppressWarnings(true);
  QPDFPageDocumentHelper pages(out);
  std::vector<Bookmark> bookmarks;
  for (const PdfPart& part : parts) {
    std::shared_ptr<QPDF>& source = sources[part.pdf.data()];
    if (source == nullptr) source = opened(part.pdf);
    const auto theirs = QPDFPageDocumentHelper(*source).getAllPages();
    for (int i = part.first; i < part.first + part.count; ++i) {
      pages.addPage(theirs.at(static_cast<std::size_t>(i)), false);
      QPDFObjectHandle page = out.getAllPages().back();
      take_off_actions(page);
      if (i == part.first && !part.title.empty()) bookmarks.push_back({part.title, page});
    }
  }
  add_bookmarks(out, bookmarks);
  QPDFWriter writer(out);
  writer.setOutputMemory();
  writer.setDeterministicID(true);
  writer.write();
  const auto buffer = writer.getBufferSharedPointer();
  return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

}  // namespace

Result<int> count_pdf_pages(std::string_view pdf) {
  try {
    const auto document = opened(pdf);
    if (document->isEncrypted()) return unreadable("it is locked (文件已加密)");
    const std::size_t pages = QPDFPageDocumentHelper(*document).getAllPages().size();
    if (pages == 0) return unreadable("it has no page (没有页面)");
    if (pages > static_cast<std::size_t>(kPdfPagesMost)) return unreadable("it has too many pages (页数过多)");
    return static_cast<int>(pages);
  } catch (const std::exception& exception) {
    return unreadable(exception.what());
  }
}

Result<std::string> join_pdfs(const std::vector<PdfPart>& parts) {
  try {
    return joined(parts);
  } catch (const std::exception& exception) {
    return unreadable(exception.what());
  }
}

}  // namespace qiuhao::documents
