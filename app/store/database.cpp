#include "store/database.h"

#include <QDir>
#include <QFileInfo>

#include <future>

namespace store {

Database::Database(const QString &file)
{
    const auto opened = std::make_shared<std::promise<void>>();
    const std::shared_future<void> isOpen = opened->get_future().share();
    const auto bracket = [](Connection &connection, const std::function<void()> &work) {
        connection.transaction(work);
    };
    const auto makeWriter = [file, opened] {
        QDir().mkpath(QFileInfo(file).path());
        auto connection = std::make_unique<Connection>(file, Connection::Mode::ReadWrite);
        opened->set_value();
        return connection;
    };
    // The reader needs the file and its tables to exist.
    const auto makeReader = [file, isOpen] {
        isOpen.wait();
        return std::make_unique<Connection>(file, Connection::Mode::ReadOnly);
    };
    m_writer = std::make_unique<base::Worker<Connection>>(makeWriter, bracket);
    m_reader = std::make_unique<base::Worker<Connection>>(makeReader, bracket);
}

Database::~Database() = default;

QFuture<base::Result<QString>> Database::damagedCopy()
{
    return write<QString>([](Connection &connection) -> base::Result<QString> { return connection.damagedCopy(); });
}

} // namespace store
