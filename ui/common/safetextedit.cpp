#include "ui/common/safetextedit.h"

#include <QMimeData>

namespace ui {
namespace {

bool isUsable(const QMimeData *source)
{
    return source && !source->formats().isEmpty();
}

} // namespace

SafeTextEdit::SafeTextEdit(QWidget *parent)
    : QPlainTextEdit(parent)
{
}

bool SafeTextEdit::canInsertFromMimeData(const QMimeData *source) const
{
    return isUsable(source) && (source->hasText() || takesMore(*source));
}

void SafeTextEdit::insertFromMimeData(const QMimeData *source)
{
    if (!isUsable(source) || (takesMore(*source) && insertMore(*source)))
        return;
    QPlainTextEdit::insertFromMimeData(source);
}

bool SafeTextEdit::takesMore(const QMimeData &) const
{
    return false;
}

bool SafeTextEdit::insertMore(const QMimeData &)
{
    return false;
}

} // namespace ui
