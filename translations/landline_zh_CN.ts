<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ui::AboutSection</name>
    <message>
        <source>About Landline</source>
        <translation>关于 Landline</translation>
    </message>
    <message>
        <source>Landline %1</source>
        <translation>Landline %1</translation>
    </message>
    <message>
        <source>Chat and files on your own network. No server, no account.</source>
        <translation>在自己的网络里聊天、传文件。不需要服务器，也不需要账号。</translation>
    </message>
    <message>
        <source>Window library</source>
        <translation>界面库</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>加密</translation>
    </message>
    <message>
        <source>Everything is kept in</source>
        <translation>所有数据保存在</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the folder&apos;s path</source>
        <translation>复制文件夹路径</translation>
    </message>
</context>
<context>
    <name>ui::AddPersonDialog</name>
    <message>
        <source>There is no computer of that name.</source>
        <translation>找不到叫这个名字的电脑。</translation>
    </message>
    <message>
        <source>Nothing answers at this address and port.</source>
        <translation>这个地址和端口没有应答。</translation>
    </message>
    <message>
        <source>Something answers there, but it is not Landline.</source>
        <translation>那里有应答，但不是 Landline。</translation>
    </message>
    <message>
        <source>Landline answers, but a secure connection could not be made.</source>
        <translation>Landline 有应答，但无法建立安全连接。</translation>
    </message>
    <message>
        <source>Landline answers, but does not talk to us.</source>
        <translation>Landline 有应答，但不与我们通信。</translation>
    </message>
    <message>
        <source>Add a person by address</source>
        <translation>按地址添加联系人</translation>
    </message>
    <message>
        <source>For another subnet or a VPN. Landline remembers the address and keeps looking there.</source>
        <translation>用于其他网段或 VPN。Landline 会记住这个地址并持续查找。</translation>
    </message>
    <message>
        <source>Address or computer name</source>
        <translation>地址或电脑名</translation>
    </message>
    <message>
        <source>10.20.4.17 or computer:%1</source>
        <translation>10.20.4.17 或 电脑名:%1</translation>
    </message>
    <message>
        <source>Your own address to give to a friend</source>
        <translation>可以告诉朋友的本机地址</translation>
    </message>
    <message>
        <source>Not connected to any network</source>
        <translation>网络已断开</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy your own address</source>
        <translation>复制本机地址</translation>
    </message>
    <message>
        <source>Keep trying</source>
        <translation>持续尝试</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Open the conversation</source>
        <translation>打开聊天</translation>
    </message>
    <message>
        <source>Look there</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Without a port, %1 is used.</source>
        <translation>不写端口时使用 %1。</translation>
    </message>
    <message>
        <source>An address looks like 10.20.4.17 or computer:24250.</source>
        <translation>地址的写法如 10.20.4.17 或 电脑名:24250。</translation>
    </message>
    <message>
        <source>Trying %1 …</source>
        <translation>正在尝试 %1……</translation>
    </message>
    <message>
        <source>%1 answered.</source>
        <translation>%1 已应答。</translation>
    </message>
    <message>
        <source>Landline keeps looking at %1.</source>
        <translation>Landline 会持续查找 %1。</translation>
    </message>
</context>
<context>
    <name>ui::AmountField</name>
    <message>
        <source>%1: unit</source>
        <extracomment>kB, MB or GB of a number beside it; %1 says of what</extracomment>
        <translation>%1：单位</translation>
    </message>
</context>
<context>
    <name>ui::AppearanceSection</name>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>System</source>
        <extracomment>like the system: light or dark</extracomment>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <extracomment>colours of the window</extracomment>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <extracomment>colours of the window</extracomment>
        <translation>深色</translation>
    </message>
</context>
<context>
    <name>ui::Application</name>
    <message>
        <source>Landline keeps running in the tray</source>
        <translation>Landline 在托盘中继续运行</translation>
    </message>
    <message>
        <source>Messages and files still arrive. Quit is in the tray&apos;s menu.</source>
        <translation>仍然可以收到消息和文件。要退出，请使用托盘菜单。</translation>
    </message>
</context>
<context>
    <name>ui::Attention</name>
    <message numerus="yes">
        <source>%n new message(s)</source>
        <translation>
            <numerusform>%n 条新消息</numerusform>
        </translation>
    </message>
    <message>
        <source>wants to send %1, %2</source>
        <translation>想发给你 %1，%2</translation>
    </message>
    <message>
        <source>received from %1</source>
        <translation>已从 %1 接收</translation>
    </message>
    <message>
        <source>delivered to %1</source>
        <translation>已送达 %1</translation>
    </message>
</context>
<context>
    <name>ui::Badge</name>
    <message>
        <source>Blocked</source>
        <translation>已屏蔽</translation>
    </message>
    <message>
        <source>Same name, other key</source>
        <extracomment>somebody else had this name first</extracomment>
        <translation>同名，密钥不同</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>已验证</translation>
    </message>
    <message>
        <source>Encrypted</source>
        <translation>已加密</translation>
    </message>
    <message>
        <source>Not encrypted</source>
        <translation>未加密</translation>
    </message>
</context>
<context>
    <name>ui::CardWords</name>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>No longer in the list of transfers</source>
        <translation>已不在传输列表中</translation>
    </message>
</context>
<context>
    <name>ui::ChatHeader</name>
    <message>
        <source>the line is open</source>
        <translation>线路已接通</translation>
    </message>
    <message>
        <source>heard just now</source>
        <translation>刚刚有响应</translation>
    </message>
    <message>
        <source>heard %1 s ago</source>
        <translation>%1 秒前有响应</translation>
    </message>
    <message>
        <source>id %1</source>
        <translation>标识 %1</translation>
    </message>
    <message>
        <source>Show the safety code</source>
        <translation>显示安全码</translation>
    </message>
    <message>
        <source>Verify this person</source>
        <translation>验证此人</translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation>返回列表</translation>
    </message>
    <message>
        <source>More about this conversation</source>
        <translation>更多选项</translation>
    </message>
</context>
<context>
    <name>ui::ChatPane</name>
    <message>
        <source>Choose someone to talk to</source>
        <translation>选一个人开始聊天</translation>
    </message>
    <message>
        <source>Or drop files on any name in the list.</source>
        <translation>或者把文件直接拖到名字上。</translation>
    </message>
    <message>
        <source>find a person</source>
        <translation>查找联系人</translation>
    </message>
    <message>
        <source>add a person by address</source>
        <translation>按地址添加联系人</translation>
    </message>
    <message>
        <source>see all transfers</source>
        <translation>查看传输</translation>
    </message>
    <message>
        <source>No messages yet</source>
        <translation>还没有消息</translation>
    </message>
    <message>
        <source>Say hello or drop a file here.</source>
        <translation>打个招呼，或者把文件拖到这里。</translation>
    </message>
    <message>
        <source>Wave</source>
        <extracomment>Button that sends a waving hand as the first message</extracomment>
        <translation>挥挥手</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Message %1</source>
        <translation>发消息给%1</translation>
    </message>
    <message>
        <source>Will be delivered when %1 is back</source>
        <translation>%1 上线后送达</translation>
    </message>
    <message>
        <source>Messages with %1</source>
        <translation>与%1的消息</translation>
    </message>
    <message>
        <source>You blocked %1. Nothing is sent or received.</source>
        <translation>你已屏蔽%1，双方不再收发任何内容。</translation>
    </message>
    <message>
        <source>Unblock</source>
        <translation>取消屏蔽</translation>
    </message>
    <message>
        <source>This is not the %1 you know: the name is the same, the key is another.</source>
        <translation>这不是你认识的%1：名字相同，但密钥不同。</translation>
    </message>
    <message>
        <source>This text is too long: 64 KB is the most. Shorten it, or send it as a file.</source>
        <translation>文字太长，最多 64 KB。请缩短，或作为文件发送。</translation>
    </message>
    <message>
        <source>Too many messages wait for %1. Send this one when they are back.</source>
        <translation>等待发给%1的消息太多，请等对方上线后再发送这一条。</translation>
    </message>
    <message>
        <source>There is nothing to see in this message.</source>
        <translation>这条消息里没有可见内容。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Delete this message?</source>
        <translation>删除这条消息？</translation>
    </message>
    <message>
        <source>It is removed from this computer only. A message that is still waiting is not sent.</source>
        <translation>只会从这台电脑上删除；尚未发出的消息不会再发送。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Open this link?</source>
        <translation>打开这个链接？</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Picture %1</source>
        <translation>图片 %1</translation>
    </message>
</context>
<context>
    <name>ui::Composer</name>
    <message>
        <source>Files…</source>
        <translation>文件…</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>文件夹…</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>添加文件</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
</context>
<context>
    <name>ui::CordView</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
</context>
<context>
    <name>ui::DropOverlay</name>
    <message numerus="yes">
        <source>Send %n file(s) to %1</source>
        <translation>
            <numerusform>发送 %n 个文件给%1</numerusform>
        </translation>
    </message>
    <message>
        <source>Encrypted, and it carries on if the line drops</source>
        <translation>已加密，断线后自动续传</translation>
    </message>
    <message>
        <source>It carries on if the line drops</source>
        <translation>断线后自动续传</translation>
    </message>
    <message>
        <source>Esc</source>
        <comment>key of the keyboard</comment>
        <translation>Esc</translation>
    </message>
    <message>
        <source>to cancel</source>
        <extracomment>after the key Esc</extracomment>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>ui::FileList</name>
    <message>
        <source>may be a program</source>
        <translation>可能是程序</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>ui::FileWords</name>
    <message>
        <source>This may be a program. Take it only if you expect it.</source>
        <translation>这可能是可执行程序，只在你信任来源时接收。</translation>
    </message>
    <message>
        <source>arrived</source>
        <extracomment>What became of a file</extracomment>
        <translation>已送达</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>已略过</translation>
    </message>
    <message>
        <source>It did not arrive.</source>
        <translation>未送达。</translation>
    </message>
</context>
<context>
    <name>ui::FilesWindow</name>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Which files to show</source>
        <translation>显示哪些文件</translation>
    </message>
    <message>
        <source>Copy list</source>
        <translation>复制列表</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Files of “%1”</source>
        <extracomment>Title of a window; the name of a folder or of the first file</extracomment>
        <translation>“%1”的文件</translation>
    </message>
    <message>
        <source>All</source>
        <comment>files</comment>
        <translation>全部</translation>
    </message>
    <message>
        <source>Did not arrive</source>
        <translation>未送达</translation>
    </message>
    <message>
        <source>The list has not come yet, and the other computer cannot be reached.</source>
        <translation>文件列表尚未收到，且无法连接到对方电脑。</translation>
    </message>
    <message>
        <source>… and %1 more</source>
        <extracomment>Last line of a very long list that was copied; %1 is a number</extracomment>
        <translation>……还有 %1 个</translation>
    </message>
    <message>
        <source>There is no list of these files any more.</source>
        <translation>这些文件的列表已不存在。</translation>
    </message>
    <message>
        <source>There is nothing in it.</source>
        <translation>里面没有文件。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ui::FirstRun</name>
    <message>
        <source>Your own line</source>
        <translation>接通局域网</translation>
    </message>
    <message>
        <source>Name that others see</source>
        <translation>别人看到的名字</translation>
    </message>
    <message>
        <source>Taken from this computer. You can change it at any time.</source>
        <translation>已填入这台电脑的账户名，以后可以在设置里修改。</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始使用</translation>
    </message>
    <message numerus="yes">
        <source>%n people found on this network</source>
        <translation>
            <numerusform>已在局域网内找到 %n 人</numerusform>
        </translation>
    </message>
    <message>
        <source>Looking for people on this network</source>
        <translation>正在寻找局域网内的人</translation>
    </message>
    <message>
        <source>Chat and send files to people on the same network.
No server, no account.</source>
        <translation>和同一网络里的人聊天、传文件。
不需要服务器，也不需要账号。</translation>
    </message>
</context>
<context>
    <name>ui::JumpButton</name>
    <message numerus="yes">
        <source>%n new message(s) below</source>
        <translation>
            <numerusform>下方有 %n 条新消息</numerusform>
        </translation>
    </message>
    <message>
        <source>Go to the newest message</source>
        <translation>跳到最新消息</translation>
    </message>
</context>
<context>
    <name>ui::LanguageBox</name>
    <message>
        <source>Language of the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
</context>
<context>
    <name>ui::LanguageSection</name>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Language of the window</source>
        <translation>界面语言</translation>
    </message>
    <message>
        <source>Changes at once.</source>
        <translation>立即生效。</translation>
    </message>
</context>
<context>
    <name>ui::LineBar</name>
    <message>
        <source>Copy my address</source>
        <translation>复制我的地址</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Nobody can reach you.</source>
        <translation>别人无法连接到你。</translation>
    </message>
    <message>
        <source>No network is up. Messages wait and go out by themselves.</source>
        <translation>网络已断开。消息会先保存在本机，网络恢复后自动发送。</translation>
    </message>
    <message>
        <source>The history was damaged. It was kept as %1; a new one was started.</source>
        <translation>聊天记录已损坏，原文件保留为 %1，并已新建一份。</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Got it</source>
        <translation>知道了</translation>
    </message>
    <message>
        <source>Quit Landline here</source>
        <translation>退出本机的 Landline</translation>
    </message>
</context>
<context>
    <name>ui::LineStrip</name>
    <message>
        <source>Connecting</source>
        <translation>正在连接</translation>
    </message>
    <message>
        <source>The line is dead</source>
        <translation>线路断了</translation>
    </message>
    <message>
        <source>No network</source>
        <translation>没有网络</translation>
    </message>
    <message>
        <source>The line is blocked</source>
        <translation>线路被挡住了</translation>
    </message>
    <message>
        <source>Nobody can reach you</source>
        <translation>别人无法连接到你</translation>
    </message>
    <message>
        <source>Line is good</source>
        <translation>线路正常</translation>
    </message>
    <message numerus="yes">
        <source>%n person(s) on %1</source>
        <translation>
            <numerusform>%1 上有 %n 人在线</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n person(s) on %1 networks</source>
        <translation>
            <numerusform>%1 个网络内有 %n 人在线</numerusform>
        </translation>
    </message>
    <message>
        <source>The lines are crossed</source>
        <extracomment>two telephones on one line</extracomment>
        <translation>串线了</translation>
    </message>
    <message>
        <source>Running twice</source>
        <translation>两处同时运行</translation>
    </message>
    <message>
        <source>nobody else yet</source>
        <translation>还没有其他人</translation>
    </message>
</context>
<context>
    <name>ui::MainWindow</name>
    <message>
        <source>(%1) Landline</source>
        <extracomment>Title of the window: unread messages, name of the program</extracomment>
        <translation>(%1) Landline</translation>
    </message>
    <message>
        <source>Landline</source>
        <translation>Landline</translation>
    </message>
    <message>
        <source>Quit while files are moving?</source>
        <translation>还有文件正在传输，确定退出？</translation>
    </message>
    <message>
        <source>They stop now and carry on when Landline runs again on both computers.</source>
        <translation>传输会停下，双方都再次运行 Landline 后自动续传。</translation>
    </message>
    <message>
        <source>Keep running</source>
        <translation>继续运行</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>ui::MessageView</name>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Copy the selection</source>
        <translation>复制所选内容</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the link</source>
        <translation>复制链接</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Files that are no longer in the list of transfers</source>
        <translation>已不在传输列表中的文件</translation>
    </message>
    <message>
        <source>You</source>
        <translation>我</translation>
    </message>
</context>
<context>
    <name>ui::MessageWords</name>
    <message numerus="yes">
        <source>%n unread message(s)</source>
        <translation>
            <numerusform>%n 条未读消息</numerusform>
        </translation>
    </message>
    <message>
        <source>Show more</source>
        <translation>展开</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>You verified the safety code with %1</source>
        <translation>你已与 %1 核对安全码</translation>
    </message>
    <message>
        <source>%1 is no longer verified</source>
        <translation>%1 不再是已验证状态</translation>
    </message>
    <message>
        <source>You blocked %1</source>
        <translation>你屏蔽了 %1</translation>
    </message>
    <message>
        <source>You unblocked %1</source>
        <translation>你取消屏蔽了 %1</translation>
    </message>
    <message>
        <source>waiting for %1</source>
        <translation>等待%1上线</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>已发送</translation>
    </message>
    <message>
        <source>delivered</source>
        <translation>已送达</translation>
    </message>
    <message>
        <source>read</source>
        <translation>已读</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>未发送</translation>
    </message>
</context>
<context>
    <name>ui::NetworkSection</name>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>My line</source>
        <translation>我的线路</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>People added by address</source>
        <translation>按地址添加的联系人</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Keep %1</source>
        <translation>保留 %1</translation>
    </message>
    <message>
        <source>Not connected to any network</source>
        <translation>网络已断开</translation>
    </message>
    <message>
        <source>Own address</source>
        <translation>本机地址</translation>
    </message>
    <message>
        <source>Text to send to a friend</source>
        <translation>发给朋友的文字</translation>
    </message>
    <message>
        <source>Copy %1</source>
        <translation>复制 %1</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>移除 %1</translation>
    </message>
    <message>
        <source>UDP and TCP port</source>
        <translation>UDP 和 TCP 端口</translation>
    </message>
    <message>
        <source>1024 to 65535, usually 24250</source>
        <translation>1024 到 65535；默认 24250</translation>
    </message>
    <message>
        <source>A port is a number from 1024 to 65535.</source>
        <translation>端口是 1024 到 65535 之间的数字。</translation>
    </message>
</context>
<context>
    <name>ui::Notifications</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>Decline</source>
        <translation>拒绝</translation>
    </message>
</context>
<context>
    <name>ui::OfferDialog</name>
    <message>
        <source>This may be a program. Take it only if you expect it.</source>
        <translation>这可能是可执行程序，只在你信任来源时接收。</translation>
    </message>
    <message>
        <source>and more</source>
        <translation>等等</translation>
    </message>
    <message numerus="yes">
        <source>%1 wants to send you %n file(s)</source>
        <translation>
            <numerusform>%1想发给你 %n 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>Save to</source>
        <translation>保存到</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>Change the folder</source>
        <translation>更改文件夹</translation>
    </message>
    <message>
        <source>Decline</source>
        <translation>拒绝</translation>
    </message>
    <message numerus="yes">
        <source>Accept %n file(s)</source>
        <translation>
            <numerusform>接收 %n 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>可用空间 %1</translation>
    </message>
    <message>
        <source>Only %1 free here, %2 are needed. Choose another folder.</source>
        <translation>这里只剩 %1，需要 %2。请换一个文件夹。</translation>
    </message>
    <message numerus="yes">
        <source>%n name(s) are taken in this folder</source>
        <translation>
            <numerusform>此文件夹中已有 %n 个同名文件</numerusform>
        </translation>
    </message>
    <message>
        <source>Files to accept</source>
        <translation>要接收的文件</translation>
    </message>
</context>
<context>
    <name>ui::PeerCommands</name>
    <message>
        <source>Send files…</source>
        <translation>发送文件…</translation>
    </message>
    <message>
        <source>Send a folder…</source>
        <translation>发送文件夹…</translation>
    </message>
    <message>
        <source>Verify…</source>
        <translation>验证…</translation>
    </message>
    <message>
        <source>Show the safety code…</source>
        <translation>显示安全码…</translation>
    </message>
    <message>
        <source>No longer verified</source>
        <translation>取消验证</translation>
    </message>
    <message>
        <source>Details…</source>
        <translation>详细信息…</translation>
    </message>
    <message>
        <source>Unblock</source>
        <translation>取消屏蔽</translation>
    </message>
    <message>
        <source>Block…</source>
        <translation>屏蔽…</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <source>You blocked %1, so nothing is sent.</source>
        <translation>你已屏蔽%1，因此不会发送。</translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 和另外 %n 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Send %n file(s) to %1?</source>
        <translation>
            <numerusform>发送 %n 个文件给%1？</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Send files to %1</source>
        <translation>发送文件给%1</translation>
    </message>
    <message>
        <source>Send a folder to %1</source>
        <translation>发送文件夹给%1</translation>
    </message>
    <message>
        <source>Block %1?</source>
        <translation>屏蔽%1？</translation>
    </message>
    <message>
        <source>They see you as away. Their messages, files and presence no longer reach you, and nothing of yours is sent to them.</source>
        <translation>对方会看到你不在线。你不再收到对方的消息、文件和状态，也不会向对方发送任何内容。</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>屏蔽</translation>
    </message>
    <message>
        <source>Address: %1</source>
        <translation>地址：%1</translation>
    </message>
    <message>
        <source>Program: %1</source>
        <translation>程序：%1</translation>
    </message>
    <message>
        <source>Key: %1</source>
        <translation>密钥：%1</translation>
    </message>
    <message>
        <source>Copy the key</source>
        <translation>复制密钥</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Files from %1…</source>
        <translation>接收%1的文件…</translation>
    </message>
</context>
<context>
    <name>ui::PeerDelegate</name>
    <message>
        <source>Draft:</source>
        <translation>草稿：</translation>
    </message>
    <message>
        <source>Same name, another key: %1</source>
        <translation>同名，密钥不同：%1</translation>
    </message>
    <message>
        <source>You:</source>
        <translation>我：</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Not sent. Try again</source>
        <translation>未发送，请重试</translation>
    </message>
    <message numerus="yes">
        <source>%n unread message(s)</source>
        <translation>
            <numerusform>%n 条未读消息</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::PeerList</name>
    <message>
        <source>Send to %1</source>
        <translation>发送给%1</translation>
    </message>
</context>
<context>
    <name>ui::PeerPane</name>
    <message>
        <source>Search people</source>
        <translation>搜索联系人</translation>
    </message>
    <message>
        <source>People</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>Add a person</source>
        <translation>添加联系人</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>在线</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>Nobody called “%1” here</source>
        <translation>这里没有叫“%1”的人</translation>
    </message>
    <message>
        <source>Try another name, or add them.</source>
        <translation>换个名字试试，或者添加此人。</translation>
    </message>
    <message>
        <source>Add by address</source>
        <translation>按地址添加</translation>
    </message>
    <message>
        <source>Looking for people</source>
        <translation>正在寻找局域网内的人</translation>
    </message>
    <message>
        <source>No network is up yet.</source>
        <translation>还没有连接到网络。</translation>
    </message>
    <message numerus="yes">
        <source>Calling on %n network(s): %1</source>
        <translation>
            <numerusform>已在 %n 个网络上呼叫：%1</numerusform>
        </translation>
    </message>
    <message>
        <source>Copy my address</source>
        <translation>复制我的地址</translation>
    </message>
    <message numerus="yes">
        <source>Choose who gets %n file(s).</source>
        <translation>
            <numerusform>选择接收 %n 个文件的人。</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message numerus="yes">
        <source>Transfers, %n not finished</source>
        <translation>
            <numerusform>传输，%n 个未完成</numerusform>
        </translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation>传输</translation>
    </message>
</context>
<context>
    <name>ui::PersonFilesDialog</name>
    <message>
        <source>As for everybody</source>
        <translation>与其他人相同</translation>
    </message>
    <message>
        <source>Ask every time</source>
        <translation>每次询问</translation>
    </message>
    <message>
        <source>Accept up to a size</source>
        <translation>小于指定大小时自动接收</translation>
    </message>
    <message>
        <source>Always accept</source>
        <translation>总是自动接收</translation>
    </message>
    <message>
        <source>Never accept</source>
        <translation>从不接收</translation>
    </message>
    <message>
        <source>Everybody’s files are accepted, as the settings say.</source>
        <translation>按设置，自动接收所有人的文件。</translation>
    </message>
    <message>
        <source>Accepted once you have verified the person, as the settings say.</source>
        <translation>按设置，验证过的人发来的文件自动接收。</translation>
    </message>
    <message>
        <source>You are asked every time, as the settings say.</source>
        <translation>按设置，每次都会询问。</translation>
    </message>
    <message>
        <source>Files from %1</source>
        <translation>接收%1的文件</translation>
    </message>
    <message>
        <source>When files are offered</source>
        <translation>对方发来文件时</translation>
    </message>
    <message>
        <source>Largest size</source>
        <translation>大小上限</translation>
    </message>
    <message>
        <source>Save to</source>
        <translation>保存到</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>Change the folder</source>
        <translation>更改文件夹</translation>
    </message>
    <message>
        <source>Use the general folder</source>
        <translation>使用通用文件夹</translation>
    </message>
    <message>
        <source>Names that are taken</source>
        <translation>遇到同名文件</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>You have not verified %1: this could be somebody else using the name.</source>
        <translation>你还没有验证%1：可能是别人用了这个名字。</translation>
    </message>
    <message>
        <source>You are asked every time.</source>
        <translation>每次都会询问。</translation>
    </message>
    <message>
        <source>Stored without a question; you are asked about what is larger.</source>
        <translation>不超过此大小的直接保存，更大的会询问。</translation>
    </message>
    <message>
        <source>Stored without a question, as long as there is room.</source>
        <translation>只要空间足够，就直接保存，不再询问。</translation>
    </message>
    <message>
        <source>Declined at once. %1 is told that you take no files.</source>
        <translation>一律拒绝。%1会得知你不接收文件。</translation>
    </message>
    <message>
        <source>Please type a size, like 100 MB.</source>
        <translation>请输入大小，例如 100 MB。</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <extracomment>Two sentences, one after the other</extracomment>
        <translation>%1%2</translation>
    </message>
</context>
<context>
    <name>ui::PrivacySection</name>
    <message>
        <source>Privacy and security</source>
        <translation>隐私与安全</translation>
    </message>
    <message>
        <source>Read receipts</source>
        <translation>已读回执</translation>
    </message>
    <message>
        <source>Others see when you have read their messages.</source>
        <translation>别人能看到你是否已读他们的消息。</translation>
    </message>
    <message>
        <source>Blocked people</source>
        <translation>已屏蔽的人</translation>
    </message>
    <message>
        <source>Unblock</source>
        <translation>取消屏蔽</translation>
    </message>
    <message>
        <source>Unblock %1</source>
        <translation>取消屏蔽 %1</translation>
    </message>
    <message>
        <source>Nobody is blocked</source>
        <translation>没有屏蔽任何人</translation>
    </message>
    <message>
        <source>Who is blocked sees you as away and cannot reach you.</source>
        <translation>被屏蔽的人会看到你不在线，也无法联系你。</translation>
    </message>
</context>
<context>
    <name>ui::ProfileSection</name>
    <message>
        <source>Profile</source>
        <translation>个人资料</translation>
    </message>
    <message>
        <source>Name that others see</source>
        <translation>别人看到的名字</translation>
    </message>
    <message>
        <source>Everybody on the network sees a change at once.</source>
        <translation>修改后，网络里的人立即就能看到。</translation>
    </message>
    <message>
        <source>Your key</source>
        <translation>你的密钥</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy your key</source>
        <translation>复制你的密钥</translation>
    </message>
</context>
<context>
    <name>ui::SameNameField</name>
    <message>
        <source>As for everybody</source>
        <translation>与其他人相同</translation>
    </message>
</context>
<context>
    <name>ui::SameNameWords</name>
    <message>
        <source>Keep both</source>
        <translation>两个都保留</translation>
    </message>
    <message>
        <source>Skip identical files</source>
        <translation>跳过相同的文件</translation>
    </message>
    <message>
        <source>Replace older files</source>
        <translation>替换旧文件</translation>
    </message>
    <message>
        <source>A file whose name is taken becomes “name (2)”.</source>
        <translation>同名文件保存为“名称 (2)”。</translation>
    </message>
    <message>
        <source>A file that is here already is not sent again. One that differs becomes “name (2)”.</source>
        <translation>内容相同的文件不再重传；内容不同的保存为“名称 (2)”。</translation>
    </message>
    <message>
        <source>A newer file takes the place of the older one of the same name, which is gone for good.</source>
        <translation>较新的文件会替换同名的旧文件，旧文件无法恢复。</translation>
    </message>
</context>
<context>
    <name>ui::SettingsPage</name>
    <message>
        <source>Profile</source>
        <translation>个人资料</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation>传输</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Privacy and security</source>
        <translation>隐私与安全</translation>
    </message>
    <message>
        <source>About Landline</source>
        <translation>关于 Landline</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Close the settings</source>
        <translation>关闭设置</translation>
    </message>
    <message>
        <source>All settings</source>
        <translation>全部设置</translation>
    </message>
</context>
<context>
    <name>ui::SpeedLimit</name>
    <message>
        <source>All transfers together</source>
        <translation>所有传输合计</translation>
    </message>
    <message>
        <source>A number, at least %1</source>
        <translation>请输入数字，至少 %1</translation>
    </message>
</context>
<context>
    <name>ui::TransferCommands</name>
    <message>
        <source>Choose where to save</source>
        <translation>选择保存位置</translation>
    </message>
    <message>
        <source>Stop this transfer?</source>
        <translation>停止这个传输？</translation>
    </message>
    <message>
        <source>What has arrived of “%1” so far is thrown away. Pause keeps it.</source>
        <translation>“%1”已收到的部分会被丢弃；暂停则会保留。</translation>
    </message>
    <message>
        <source>Keep going</source>
        <translation>继续传输</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>This file can run commands</source>
        <translation>这个文件可以执行命令</translation>
    </message>
    <message>
        <source>“%1” is a program or can start one, so it is not opened from here. Look at it in its folder first.</source>
        <translation>“%1”是程序，或者可以启动程序，因此不会从这里打开。请先在它所在的文件夹里查看。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Clear the finished transfers?</source>
        <translation>清除已完成的传输？</translation>
    </message>
    <message>
        <source>The files stay where they are, but can no longer be opened from the conversations. What failed stays in the list.</source>
        <translation>文件仍在原处，但不能再从聊天中打开。失败的传输会留在列表里。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
</context>
<context>
    <name>ui::TransferDelegate</name>
    <message>
        <source>from %1</source>
        <translation>来自 %1</translation>
    </message>
    <message>
        <source>to %1</source>
        <translation>发给 %1</translation>
    </message>
    <message>
        <source>next</source>
        <extracomment>Place of a transfer in the queue: how many others begin before it</extracomment>
        <translation>下一个</translation>
    </message>
    <message numerus="yes">
        <source>%n ahead</source>
        <translation>
            <numerusform>前面还有 %n 个</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::TransferList</name>
    <message>
        <source>Show in the conversation</source>
        <translation>在聊天中查看</translation>
    </message>
</context>
<context>
    <name>ui::TransferPanel</name>
    <message>
        <source>Transfers</source>
        <translation>传输</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Close the transfers</source>
        <translation>关闭传输</translation>
    </message>
    <message>
        <source>Which transfers to show</source>
        <translation>显示哪些传输</translation>
    </message>
    <message>
        <source>Nothing is moving</source>
        <translation>没有正在进行的传输</translation>
    </message>
    <message>
        <source>Drop files or folders on a conversation or a name. If the line drops, they carry on.</source>
        <translation>把文件或文件夹拖到聊天窗口或某个名字上即可发送。断线后会自动续传。</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>All</source>
        <comment>transfers</comment>
        <extracomment>Filters of the transfers panel</extracomment>
        <translation>全部</translation>
    </message>
    <message>
        <source>Done</source>
        <comment>transfers</comment>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Pause all</source>
        <translation>全部暂停</translation>
    </message>
    <message>
        <source>Resume all</source>
        <translation>全部继续</translation>
    </message>
    <message>
        <source>Clear finished</source>
        <translation>清除已完成</translation>
    </message>
    <message>
        <source>Waiting</source>
        <comment>transfers</comment>
        <translation>等待中</translation>
    </message>
    <message>
        <source>All paused</source>
        <translation>已全部暂停</translation>
    </message>
</context>
<context>
    <name>ui::TransferWords</name>
    <message>
        <source>Waiting for %1</source>
        <translation>等待%1上线</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Paused by %1</source>
        <translation>%1 已暂停</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>checked</source>
        <translation>校验通过</translation>
    </message>
    <message>
        <source>delivered</source>
        <translation>已送达</translation>
    </message>
    <message>
        <source>delivered %1</source>
        <translation>%1 已送达</translation>
    </message>
    <message>
        <source>%1 cancelled</source>
        <translation>%1 已取消</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>It did not work</source>
        <translation>传输失败</translation>
    </message>
    <message>
        <source>Offered to %1</source>
        <translation>等待 %1 接收</translation>
    </message>
    <message>
        <source>Declined</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>%1 declined</source>
        <translation>%1 已拒绝</translation>
    </message>
    <message>
        <source>Looking through the files</source>
        <translation>正在检查文件</translation>
    </message>
    <message>
        <source>Looking through the files: %1</source>
        <translation>正在检查文件：%1</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>正在校验</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Decline</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <source>Waiting its turn</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>No room on the disk</source>
        <translation>磁盘空间不足</translation>
    </message>
    <message>
        <source>Declined by your rule for %1</source>
        <translation>已按你对%1的设置拒绝</translation>
    </message>
    <message>
        <source>%1 takes no files from you</source>
        <translation>%1不接收你的文件</translation>
    </message>
    <message>
        <source>Move to the front</source>
        <translation>移到最前</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>%1 has no room on the disk</source>
        <translation>%1的磁盘空间不足</translation>
    </message>
    <message numerus="yes">
        <source>%n link(s) or folder(s) left out</source>
        <translation>
            <numerusform>略过 %n 个链接或文件夹</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n file(s) did not arrive</source>
        <extracomment>the number of files that failed, and of all</extracomment>
        <translation>
            <numerusform>共 %n 个文件，%1 个未送达</numerusform>
        </translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Show the files</source>
        <translation>查看文件</translation>
    </message>
    <message>
        <source>Show what did not arrive</source>
        <translation>查看未送达的文件</translation>
    </message>
</context>
<context>
    <name>ui::TransfersSection</name>
    <message>
        <source>Transfers</source>
        <translation>传输</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>Change the folder for received files</source>
        <translation>更改接收文件的文件夹</translation>
    </message>
    <message>
        <source>Incoming files</source>
        <translation>收到文件时</translation>
    </message>
    <message>
        <source>Ask every time</source>
        <translation>每次询问</translation>
    </message>
    <message>
        <source>Accept from verified people</source>
        <translation>自动接收已验证联系人的文件</translation>
    </message>
    <message>
        <source>Always accept</source>
        <translation>总是自动接收</translation>
    </message>
    <message>
        <source>Received files</source>
        <translation>接收的文件</translation>
    </message>
    <message>
        <source>Order and speed</source>
        <translation>顺序与速度</translation>
    </message>
    <message>
        <source>Transfers at once</source>
        <translation>同时传输数</translation>
    </message>
    <message>
        <source>In each direction. The others wait their turn.</source>
        <translation>发送和接收各计。其余的排队等待。</translation>
    </message>
    <message>
        <source>Limit the upload speed</source>
        <translation>限制上传速度</translation>
    </message>
    <message>
        <source>Upload at most</source>
        <translation>上传不超过</translation>
    </message>
    <message>
        <source>Limit the download speed</source>
        <translation>限制下载速度</translation>
    </message>
    <message>
        <source>Download at most</source>
        <translation>下载不超过</translation>
    </message>
    <message>
        <source>Names that are taken</source>
        <translation>遇到同名文件</translation>
    </message>
    <message>
        <source>Each person’s menu can say otherwise.</source>
        <translation>也可以在联系人的菜单中单独设置。</translation>
    </message>
</context>
<context>
    <name>ui::Tray</name>
    <message numerus="yes">
        <source>%1: %n unread message(s)</source>
        <translation>
            <numerusform>%1：%n 条未读消息</numerusform>
        </translation>
    </message>
    <message>
        <source>Hide the window</source>
        <translation>隐藏窗口</translation>
    </message>
    <message>
        <source>Show the window</source>
        <translation>显示窗口</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>ui::VerifyDialog</name>
    <message>
        <source>Later</source>
        <translation>以后再说</translation>
    </message>
    <message>
        <source>Safety code: %1</source>
        <translation>安全码：%1</translation>
    </message>
    <message>
        <source>Compare the safety code with %1</source>
        <translation>与%1核对安全码</translation>
    </message>
    <message>
        <source>Read it to each other in person or by phone. If all six groups are the same on both screens, nobody stands between you.</source>
        <translation>打电话或当面核对。两边屏幕上的六组数字完全一致，就说明没有人冒充。</translation>
    </message>
    <message>
        <source>They differ</source>
        <translation>不一致</translation>
    </message>
    <message>
        <source>They match</source>
        <translation>完全一致</translation>
    </message>
    <message>
        <source>This may not be %1</source>
        <translation>对方可能不是%1</translation>
    </message>
    <message>
        <source>If the codes differ, somebody may be pretending to be %1. Look at both screens once more, or block this contact until you know more.</source>
        <translation>如果安全码不一致，可能有人在冒充%1。请再核对一次两边的屏幕，或者先屏蔽此联系人，弄清情况再说。</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>再核对一次</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>屏蔽</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ui::WakeLock</name>
    <message>
        <source>Files are being transferred</source>
        <translation>正在传输文件</translation>
    </message>
</context>
<context>
    <name>ui::errortext</name>
    <message>
        <source>The other side sent something that cannot be understood.</source>
        <translation>对方发来的内容无法识别。</translation>
    </message>
    <message>
        <source>This is too large to be sent.</source>
        <translation>内容太大，无法发送。</translation>
    </message>
    <message>
        <source>The other program cannot do this.</source>
        <translation>对方的程序不支持此操作。</translation>
    </message>
    <message>
        <source>The other program speaks another version. Please update both.</source>
        <translation>对方的程序版本不同，请双方都更新。</translation>
    </message>
    <message>
        <source>The other computer cannot be reached.</source>
        <translation>无法连接到对方的电脑。</translation>
    </message>
    <message>
        <source>The other side refused.</source>
        <translation>对方拒绝了请求。</translation>
    </message>
    <message>
        <source>Somebody else answered at this address.</source>
        <translation>在这个地址应答的是另一个人。</translation>
    </message>
    <message>
        <source>This person cannot be reached.</source>
        <translation>联系不上此人。</translation>
    </message>
    <message>
        <source>This is the address of this program itself.</source>
        <translation>这是本程序自己的地址。</translation>
    </message>
    <message>
        <source>The other computer did not answer in time.</source>
        <translation>对方的电脑没有及时应答。</translation>
    </message>
    <message>
        <source>The line dropped.</source>
        <translation>线路中断了。</translation>
    </message>
    <message>
        <source>There is too much waiting already. Please try again later.</source>
        <translation>等待发送的内容太多，请稍后再试。</translation>
    </message>
    <message>
        <source>The port is taken by another program.</source>
        <translation>端口被其他程序占用。</translation>
    </message>
    <message>
        <source>The system does not permit this.</source>
        <translation>系统不允许此操作。</translation>
    </message>
    <message>
        <source>It is not there.</source>
        <translation>找不到。</translation>
    </message>
    <message>
        <source>More than one fits.</source>
        <translation>有多个符合的结果。</translation>
    </message>
    <message>
        <source>There is not enough space on the disk.</source>
        <translation>磁盘空间不足。</translation>
    </message>
    <message>
        <source>The folder cannot be written to.</source>
        <translation>无法写入这个文件夹。</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>无法读取文件。</translation>
    </message>
    <message>
        <source>A file is no longer where it was.</source>
        <translation>有文件已不在原来的位置。</translation>
    </message>
    <message>
        <source>A file kept changing while it was sent.</source>
        <translation>有文件在发送时一直在变化。</translation>
    </message>
    <message>
        <source>What arrived differs from what was sent.</source>
        <translation>收到的内容与发送的不一致。</translation>
    </message>
    <message>
        <source>A name cannot be used on this computer.</source>
        <translation>有文件名在这台电脑上无法使用。</translation>
    </message>
    <message>
        <source>Links inside of folders are not sent.</source>
        <translation>文件夹里的链接不会发送。</translation>
    </message>
    <message>
        <source>This is not a file but a pipe, socket or device.</source>
        <translation>这不是文件，而是管道、套接字或设备。</translation>
    </message>
    <message>
        <source>Not everything in this folder could be read.</source>
        <translation>此文件夹中有内容无法读取。</translation>
    </message>
    <message>
        <source>Declined.</source>
        <translation>已拒绝。</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <source>Cancelled by the other side.</source>
        <translation>对方已取消。</translation>
    </message>
    <message>
        <source>The history cannot be read or written.</source>
        <translation>无法读写聊天记录。</translation>
    </message>
    <message>
        <source>A secure connection could not be made.</source>
        <translation>无法建立安全连接。</translation>
    </message>
    <message>
        <source>This cannot be done like that.</source>
        <translation>不能这样操作。</translation>
    </message>
    <message>
        <source>Something went wrong inside Landline. The log tells more.</source>
        <translation>Landline 内部出错，详情请看日志。</translation>
    </message>
    <message>
        <source>The other side takes no files from you.</source>
        <translation>对方不接收你的文件。</translation>
    </message>
</context>
<context>
    <name>ui::formats</name>
    <message>
        <source>Last seen %1</source>
        <translation>最后在线 %1</translation>
    </message>
    <message>
        <source>Last seen yesterday %1</source>
        <translation>最后在线 昨天 %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <extracomment>amounts of data: 29.4 of 48.2 MB</extracomment>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1/s</source>
        <extracomment>amount of data per second: 11.2 MB/s</extracomment>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>%1 s left</source>
        <translation>剩余 %1 秒</translation>
    </message>
    <message>
        <source>%1 min left</source>
        <translation>剩余 %1 分钟</translation>
    </message>
    <message>
        <source>%1 h %2 min left</source>
        <translation>剩余 %1 小时 %2 分钟</translation>
    </message>
    <message>
        <source>more than a day left</source>
        <translation>剩余一天以上</translation>
    </message>
    <message>
        <source>%1 %</source>
        <extracomment>percentage</extracomment>
        <translation>%1 %</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>date and time</extracomment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>已屏蔽</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>在线</translation>
    </message>
    <message>
        <source>Away</source>
        <translation>离开</translation>
    </message>
    <message>
        <source>Do not disturb</source>
        <translation>请勿打扰</translation>
    </message>
    <message>
        <source>Can be heard but not reached</source>
        <translation>能收到广播，但连不上</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>离线</translation>
    </message>
</context>
<context>
    <name>ui::linetext</name>
    <message>
        <source>Port %1 is taken by another program. Using %2 for now.</source>
        <translation>端口 %1 已被其他程序占用，现使用 %2。</translation>
    </message>
    <message>
        <source>Port %1 is held by %2. Using %3 for now.</source>
        <translation>端口 %1 已被 %2 占用，现使用 %3。</translation>
    </message>
    <message>
        <source>Add me in Landline by this address: %1</source>
        <translation>在 Landline 里按这个地址添加我：%1</translation>
    </message>
    <message>
        <source>This profile is in use on another computer of this network too, so messages may go astray. Quit Landline on one of the two, then start the other one again.</source>
        <translation>网络中另一台电脑也在使用这份配置，消息可能送错地方。请先退出其中一台的 Landline，再重新启动另一台。</translation>
    </message>
</context>
</TS>
