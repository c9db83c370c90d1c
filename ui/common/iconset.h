#pragma once

#include <QColor>
#include <QPixmap>
#include <QRectF>
#include <QString>

#include <memory>

class QPainter;

namespace ui {

// Our drawings (resources/icons), tinted and kept per name, size, colour and scale. Main thread; owned by Theme.
// Sizes are device-independent pixels. An unknown name is a bug and paints nothing.
class IconSet
{
public:
    IconSet();
    ~IconSet();

    [[nodiscard]] QPixmap pixmap(const QString &name, int size, const QColor &colour, qreal ratio,
                                 Qt::LayoutDirection direction = Qt::LeftToRight) const;
    // Centred in `rect`; direction matters only for drawings that point somewhere.
    void paint(QPainter &painter, const QRectF &rect, const QString &name, const QColor &colour,
               Qt::LayoutDirection direction = Qt::LeftToRight) const;
    // Pictures of empty states ("ill-hello"), 200 x 130, with their second colour.
    void paintPicture(QPainter &painter, const QRectF &rect, const QString &name, const QColor &colour) const;
    // Drawings with colours of their own ("app", "app-small").
    [[nodiscard]] QPixmap plain(const QString &name, int size, qreal ratio) const;
    void clear();

    [[nodiscard]] static bool exists(const QString &name);
    [[nodiscard]] static bool isMirrored(const QString &name); // in right-to-left layouts

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace ui
