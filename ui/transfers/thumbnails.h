#pragma once

#include <QCache>
#include <QObject>
#include <QPixmap>
#include <QSet>
#include <QThreadPool>

class QPainter;

namespace ui {

// Small square pictures of image files, in place of their icon. Decoded by one thread, within limits, and kept while
// there is room; what cannot be decoded has none. Main thread; outlives the views that borrow it.
class Thumbnails : public QObject
{
    Q_OBJECT
public:
    static constexpr qint64 largestFile = 64 * 1024 * 1024; // bytes
    static constexpr qint64 largestImage = 100'000'000; // pixels
    static constexpr int mostKept = 16 * 1024; // KiB

    explicit Thumbnails(QObject *parent = nullptr);
    ~Thumbnails() override;

    // By its name: an image of a kind that is decoded here.
    [[nodiscard]] static bool isImageName(const QString &fileName);

    // `side` and the radius of its corners in device-independent pixels. Null: not there yet, or there will be none;
    // changed() tells when it came.
    [[nodiscard]] QPixmap of(const QString &path, int side, int radius, qreal ratio);

signals:
    void changed();

private:
    void make(const QString &key, const QString &path, int pixels, qreal radius);

    QCache<QString, QPixmap> m_kept; // by path, size and radius; a null one: cannot be made
    QSet<QString> m_asked;
    QThreadPool m_pool;
};

// In place of a file's icon; false: there is none to paint.
bool paintThumbnail(QPainter &painter, const QRectF &tile, int radius, Thumbnails &thumbnails, const QString &path);

} // namespace ui
