#include "ui/transfers/samenamewords.h"

#include <QCoreApplication>

namespace ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::SameNameWords)
};

} // namespace

QString sameNameChoice(model::SameName sameName)
{
    switch (sameName) {
    case model::SameName::KeepBoth: return Words::tr("Keep both");
    case model::SameName::SkipIdentical: return Words::tr("Skip identical files");
    case model::SameName::ReplaceOlder: return Words::tr("Replace older files");
    }
    return {};
}

QString sameNameSentence(model::SameName sameName)
{
    switch (sameName) {
    case model::SameName::KeepBoth: return Words::tr("A file whose name is taken becomes “name (2)”.");
    case model::SameName::SkipIdentical:
        return Words::tr("A file that is here already is not sent again. One that differs becomes “name (2)”.");
    case model::SameName::ReplaceOlder:
        return Words::tr("A newer file takes the place of the older one of the same name, which is gone for good.");
    }
    return {};
}

} // namespace ui
