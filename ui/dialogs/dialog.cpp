#include "ui/dialogs/dialog.h"

#include "ui/common/painting.h"

#include <QApplication>
#include <QEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

namespace ui {
namespace {

constexpr int outerMargin = 16;
constexpr int padding = 24;
constexpr int riseBy = 8;
constexpr int headGap = 10;
constexpr int footGap = 18;

int heightOf(const QLayout *layout, int width)
{
    const int height = layout->hasHeightForWidth() ? layout->totalHeightForWidth(width)
                                                   : layout->totalSizeHint().height();
    return std::max(height, layout->totalMinimumSize().height());
}

bool isInDialog(const QWidget *widget)
{
    for (; widget; widget = widget->parentWidget()) {
        if (qobject_cast<const Dialog *>(widget))
            return true;
    }
    return false;
}

} // namespace

// As high as what is in it, if there is room.
class Dialog::Contents final : public QScrollArea
{
public:
    explicit Contents(QWidget *parent)
        : QScrollArea(parent)
    {
        setWidgetResizable(true);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setFocusPolicy(Qt::NoFocus);
        setFrameShape(QFrame::NoFrame);
        auto *page = new QWidget;
        page->setAutoFillBackground(false);
        setWidget(page);
        viewport()->setAutoFillBackground(false);
        page->setAutoFillBackground(false); // setWidget() switched it on
        setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    }

    void fitWidth(int width)
    {
        const int height = heightOf(widget()->layout(), width);
        if (height == m_height)
            return;
        m_height = height;
        updateGeometry();
    }
    QSize sizeHint() const override { return {0, m_height}; }
    QSize minimumSizeHint() const override { return {0, std::min(m_height, 80)}; }

private:
    int m_height = 0;
};

Dialog::Dialog(const Theme &theme, QWidget *parent)
    : QDialog(parent ? parent->window() : nullptr)
    , m_theme(theme)
    , m_card(new QWidget(this))
    , m_title(new TextLabel(theme, Type::Title, &Colours::text, m_card))
    , m_sentence(new TextLabel(theme, Type::Body, &Colours::text2, m_card))
    , m_contents(new Contents(m_card))
    , m_body(new QVBoxLayout)
    , m_footStart(new QHBoxLayout)
    , m_footEnd(new QHBoxLayout)
{
    if (parent) {
        m_focusBefore = parent->window()->focusWidget();
        setWindowFlags(Qt::Widget);
    }
    setAttribute(Qt::WA_NoMousePropagation);
    auto *column = new QVBoxLayout(m_card);
    // The contents reach into the padding: the scroll area would cut the focus rings of what is inside.
    column->setContentsMargins(padding - size::ring, padding, padding - size::ring, padding);
    column->setSpacing(0);
    for (TextLabel *label : {m_title, m_sentence})
        label->setWordWrap(true);
    m_title->setContentsMargins(size::ring, 0, size::ring, 0);
    m_sentence->setContentsMargins(size::ring, 4, size::ring, 0);
    auto *page = new QVBoxLayout(m_contents->widget());
    page->setContentsMargins(size::ring, size::ring, size::ring, size::ring);
    page->addLayout(m_body);
    page->addStretch(1);
    m_body->setSpacing(size::gap4);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(size::ring, footGap, size::ring, 0);
    foot->setSpacing(size::gap3);
    foot->addLayout(m_footStart);
    foot->addStretch(1);
    foot->addLayout(m_footEnd);
    m_footStart->setSpacing(size::gap3);
    m_footEnd->setSpacing(size::gap3);
    column->addWidget(m_title);
    column->addWidget(m_sentence);
    column->addWidget(m_contents, 1);
    column->addLayout(foot);

    for (QObject *watched : std::initializer_list<QObject *>{m_card, m_contents->widget()})
        watched->installEventFilter(this);
    if (isInside())
        parentWidget()->installEventFilter(this);
    connect(&m_rising, &QVariantAnimation::valueChanged, this, [this](const QVariant &risen) {
        m_risen = risen.toReal();
        placeCard();
    });
    connect(&theme, &Theme::changed, this, &Dialog::placeCard);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) { keepFocus(now); });
    connect(this, &QDialog::finished, this, &Dialog::giveFocusBack);
    connect(this, &QDialog::finished, this, &QObject::deleteLater);
}

// The focus goes elsewhere while the widget below this class ends.
Dialog::~Dialog()
{
    disconnect(qApp, nullptr, this, nullptr);
}

void Dialog::open()
{
    if (isWindow())
        return QDialog::open();
    setGeometry(parentWidget()->rect());
    setResult(0);
    show();
    raise();
}

void Dialog::setCardWidth(int token)
{
    m_cardWidth = token;
    placeCard();
}

void Dialog::setTexts(const QString &title, const QString &sentence)
{
    setWindowTitle(title);
    setAccessibleName(title);
    m_title->setText(title);
    m_title->setHidden(title.isEmpty());
    m_sentence->setText(sentence);
    m_sentence->setHidden(sentence.isEmpty());
    m_body->setContentsMargins(0, title.isEmpty() ? 0 : headGap, 0, 0);
}

Button *Dialog::addButton(Button::Kind kind, Place place)
{
    auto *button = new Button(kind, {}, m_card);
    (place == Place::Start ? m_footStart : m_footEnd)->addWidget(button);
    return button;
}

bool Dialog::fillsParent() const
{
    return isWindow() || width() < m_theme.px(size::dialogFull);
}

void Dialog::placeCard()
{
    if (!isVisible() && isInside())
        return;
    const QSize room = isWindow() ? QSize(m_theme.px(m_cardWidth), QWIDGETSIZE_MAX)
                                  : size() - QSize(2 * outerMargin, 2 * outerMargin);
    const bool fills = isInside() && fillsParent();
    const int width = fills ? this->width() : std::min(m_theme.px(m_cardWidth), room.width());
    m_contents->fitWidth(width - 2 * (padding - size::ring));
    const int wanted = heightOf(m_card->layout(), width);
    const int height = fills ? this->height() : std::min(wanted, room.height());
    if (isWindow()) {
        resize(width, height);
        m_card->setGeometry(0, 0, width, height);
    } else {
        const int below = qRound((1 - m_risen) * riseBy);
        m_card->setGeometry((this->width() - width) / 2, (this->height() - height) / 2 + below, width, height);
    }
    update();
}

void Dialog::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colours &colours = m_theme.colours();
    if (fillsParent()) {
        painter.fillRect(rect(), colours.raised);
        return;
    }
    QColor scrim = colours.scrim;
    scrim.setAlphaF(float(scrim.alphaF() * m_risen));
    painter.fillRect(rect(), scrim);
    const QRectF card = m_card->geometry();
    paintShadow(painter, card, size::radiusDialog, Depth::Dialog, colours.shadow);
    fillRound(painter, card, size::radiusDialog, colours.raised);
    strokeRound(painter, card, size::radiusDialog, colours.border, hairline(painter));
}

void Dialog::resizeEvent(QResizeEvent *)
{
    if (isInside())
        placeCard();
}

void Dialog::rise()
{
    m_rising.setDuration(m_theme.motion(motion::dialog));
    m_rising.setEasingCurve(QEasingCurve::OutCubic);
    m_rising.setStartValue(0.0);
    m_rising.setEndValue(1.0);
    m_rising.start();
}

void Dialog::showEvent(QShowEvent *)
{
    if (isInside() && m_theme.motion(motion::dialog) > 0)
        rise();
    placeCard();
    QWidget *first = focusWidget();
    if (first && isAncestorOf(first))
        first->setFocus(Qt::TabFocusReason);
    else
        focusNextPrevChild(true);
}

void Dialog::keyPressEvent(QKeyEvent *event)
{
    QDialog::keyPressEvent(event);
    event->accept(); // nothing below the scrim hears keys
}

void Dialog::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

bool Dialog::event(QEvent *event)
{
    // Keeps the window's shortcuts from firing while the dialog lies above it.
    if (event->type() == QEvent::ShortcutOverride && isInside())
        event->accept();
    return QDialog::event(event);
}

bool Dialog::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isInside())
        setGeometry(parentWidget()->rect());
    if (event->type() == QEvent::LayoutRequest && watched != parentWidget())
        QMetaObject::invokeMethod(this, &Dialog::placeCard, Qt::QueuedConnection);
    return QDialog::eventFilter(watched, event);
}

bool Dialog::focusNextPrevChild(bool next)
{
    QWidget *from = window()->focusWidget();
    if (!from || !isAncestorOf(from))
        from = this;
    QWidget *widget = from;
    do {
        widget = next ? widget->nextInFocusChain() : widget->previousInFocusChain();
        const bool takes = isAncestorOf(widget) && widget->focusPolicy() & Qt::TabFocus && widget->isEnabled()
            && widget->isVisible() && !widget->focusProxy();
        if (!takes)
            continue;
        widget->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
        if (m_contents->isAncestorOf(widget))
            m_contents->ensureWidgetVisible(widget, 0, size::gap4);
        return true;
    } while (widget != from);
    return true;
}

void Dialog::keepFocus(QWidget *now)
{
    if (!isVisible() || isWindow() || !now || now->window() != window() || isInDialog(now))
        return;
    focusNextPrevChild(true);
}

void Dialog::giveFocusBack()
{
    if (m_focusBefore && m_focusBefore->isVisible())
        m_focusBefore->setFocus(Qt::OtherFocusReason);
}

} // namespace ui
