<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>ui::Attention</name>
    <message numerus="yes">
        <source>%n new message(s)</source>
        <translation>
            <numerusform>%n new message</numerusform>
            <numerusform>%n new messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::DropOverlay</name>
    <message numerus="yes">
        <source>Send %n file(s) to %1</source>
        <translation>
            <numerusform>Send %n file to %1</numerusform>
            <numerusform>Send %n files to %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::FirstRun</name>
    <message numerus="yes">
        <source>%n people found on this network</source>
        <translation>
            <numerusform>%n person found on this network</numerusform>
            <numerusform>%n people found on this network</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::JumpButton</name>
    <message numerus="yes">
        <source>%n new message(s) below</source>
        <translation>
            <numerusform>%n new message below</numerusform>
            <numerusform>%n new messages below</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::LineStrip</name>
    <message numerus="yes">
        <source>%n person(s) on %1</source>
        <translation>
            <numerusform>%n person on %1</numerusform>
            <numerusform>%n people on %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n person(s) on %1 networks</source>
        <translation>
            <numerusform>%n person on %1 networks</numerusform>
            <numerusform>%n people on %1 networks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::MessageWords</name>
    <message numerus="yes">
        <source>%n unread message(s)</source>
        <translation>
            <numerusform>%n unread message</numerusform>
            <numerusform>%n unread messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::OfferDialog</name>
    <message numerus="yes">
        <source>%1 wants to send you %n file(s)</source>
        <translation>
            <numerusform>%1 wants to send you %n file</numerusform>
            <numerusform>%1 wants to send you %n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Accept %n file(s)</source>
        <translation>
            <numerusform>Accept %n file</numerusform>
            <numerusform>Accept %n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n name(s) are taken in this folder</source>
        <translation>
            <numerusform>%n name is taken in this folder</numerusform>
            <numerusform>%n names are taken in this folder</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::PeerCommands</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Send %n file(s) to %1?</source>
        <translation>
            <numerusform>Send %n file to %1?</numerusform>
            <numerusform>Send %n files to %1?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::PeerDelegate</name>
    <message numerus="yes">
        <source>%n unread message(s)</source>
        <translation>
            <numerusform>%n unread message</numerusform>
            <numerusform>%n unread messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::PeerPane</name>
    <message numerus="yes">
        <source>Calling on %n network(s): %1</source>
        <translation>
            <numerusform>Calling on %n network: %1</numerusform>
            <numerusform>Calling on %n networks: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Choose who gets %n file(s).</source>
        <translation>
            <numerusform>Choose who gets %n file.</numerusform>
            <numerusform>Choose who gets %n files.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Transfers, %n not finished</source>
        <translation>
            <numerusform>Transfers, %n not finished</numerusform>
            <numerusform>Transfers, %n not finished</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::TransferDelegate</name>
    <message numerus="yes">
        <source>%n ahead</source>
        <translation>
            <numerusform>%n ahead</numerusform>
            <numerusform>%n ahead</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::TransferWords</name>
    <message numerus="yes">
        <source>%n link(s) or folder(s) left out</source>
        <translation>
            <numerusform>%n link or folder left out</numerusform>
            <numerusform>%n links or folders left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n file(s) did not arrive</source>
        <extracomment>the number of files that failed, and of all</extracomment>
        <translation>
            <numerusform>%1 of %n file did not arrive</numerusform>
            <numerusform>%1 of %n files did not arrive</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::Tray</name>
    <message numerus="yes">
        <source>%1: %n unread message(s)</source>
        <translation>
            <numerusform>%1: %n unread message</numerusform>
            <numerusform>%1: %n unread messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::formats</name>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
</context>
</TS>
