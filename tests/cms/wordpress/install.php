<?php
// Sets WordPress up: people, the plugin, and nothing that asks other machines. WP_INSTALLING holds before it is loaded.
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';
wp_install( 'The Example', 'admin', 'admin@example.org', true, '', getenv( 'WORD' ) );
foreach ( array( 'show_avatars' => 0, 'admin_email_lifespan' => time() + YEAR_IN_SECONDS, 'template' => 'plain', 'stylesheet' => 'plain', 'blogdescription' => 'News' ) as $name => $value ) {
	update_option( $name, $value );
}
foreach ( array( 'author', 'subscriber' ) as $role ) {
	wp_insert_user( array( 'user_login' => $role, 'user_pass' => getenv( 'WORD' ), 'role' => $role, 'display_name' => ucfirst( $role ), 'user_email' => "$role@example.org" ) );
}
foreach ( get_users() as $user ) {
	$preferences = array( 'core/edit-post' => array( 'welcomeGuide' => false, 'fullscreenMode' => false ), 'core' => array( 'welcomeGuide' => false, 'fullscreenMode' => false ), '_modified' => '2026-11-29T00:00:00.000Z' );
	update_user_meta( $user->ID, 'wp_persisted_preferences', $preferences );
}
// Without rewriting, addresses of the API are a parameter of one address: the plugin has to stand both.
update_option( 'permalink_structure', getenv( 'PRETTY' ) ? '/%postname%/' : '' );
$error = activate_plugin( 'exonym/exonym.php' );
if ( $error ) {
	throw new Exception( $error->get_error_message() );
}
flush_rewrite_rules();
